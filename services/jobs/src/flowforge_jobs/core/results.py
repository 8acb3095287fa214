"""The result of a job, as the operation answered it."""

import hashlib
import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

from flowforge_jobs.core.documents import moment, state_of
from flowforge_jobs.core.faults import JobCancelled, JobNotEnded, ResultGone
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.relaying import failure
from servicekit import (
    BadRequest,
    ContentOutput,
    FileExpired,
    Gone,
    InternalError,
    OperationError,
    ResourceLimit,
    Unavailable,
    UnknownFile,
    UpstreamFailed,
)

_TYPE = "application/json"
EMPTY = b"null"
_UNKNOWN: dict[str, Any] = {
    "code": "JOB_FAILED",
    "message": "The job failed without an error.",
    "retryable": False,
}
_STATUS = {
    "JOB_EXPIRED": Gone.status,
    "JOB_RESULT_NOT_JSON": UpstreamFailed.status,
    "JOB_RESULT_TOO_LARGE": ResourceLimit.status,
    "JOB_SERVICE_LOST": UpstreamFailed.status,
    "JOB_SERVICE_UNAVAILABLE": Unavailable.status,
    "JOB_WORKER_LOST": UpstreamFailed.status,
}  # of jobs that ended without an answer of their operation


async def result_of(jobs: JobService, row: Any) -> ContentOutput:
    """Return the result of an ended job. Raises the operation's own error if it failed."""
    if row.state in ("queued", "running"):
        raise JobNotEnded(state=state_of(row))
    if row.state == "cancelled":
        raise JobCancelled
    if row.state != "succeeded":
        raise failure_of(row.status, row.error)
    if row.result_file is not None:
        return await _from_store(jobs, row.consumer_id, row.result_file)
    return _inline(row.result or EMPTY, row.ended_at)


def failure_of(status: int | None, error: str | None) -> OperationError:
    """Return the error of a job: the operation's own, or what kept the job from an answer."""
    found: dict[str, Any] = json.loads(error) if error is not None else _UNKNOWN
    known = status if status is not None and status >= BadRequest.status else None
    return failure(known or _STATUS.get(found["code"], InternalError.status), {"details": [], **found})


async def _from_store(jobs: JobService, consumer_id: str, file_id: str) -> ContentOutput:
    if jobs.files is None:
        raise ResultGone(file_id=file_id)
    try:
        record = await jobs.files.record(consumer_id, file_id)
    except (UnknownFile, FileExpired) as error:
        raise ResultGone(file_id=file_id) from error
    return replace(jobs.files.content(record, "inline"), name=None, media_type=_TYPE)


def _inline(content: bytes, ended_at: float) -> ContentOutput:
    async def read(start: int, end: int) -> AsyncGenerator[bytes]:
        yield content[start:end]

    etag = hashlib.sha256(content).hexdigest()
    return ContentOutput(read, len(content), etag, moment(ended_at), _TYPE, disposition="inline")
