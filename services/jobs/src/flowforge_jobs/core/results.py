"""The result of a job, as the operation answered it."""

import hashlib
import json
from collections.abc import AsyncGenerator
from typing import Any

from flowforge_jobs.core.documents import moment, state_of
from flowforge_jobs.core.faults import JobCancelled, JobNotEnded
from flowforge_jobs.core.relaying import failure
from servicekit import ContentOutput

_FAILED = 500
EMPTY = b"null"


def result_of(row: Any) -> ContentOutput:
    """Return the result of an ended job. Raises the operation's own error if it failed."""
    if row.state in ("queued", "running"):
        raise JobNotEnded(state=state_of(row))
    if row.state == "cancelled":
        raise JobCancelled
    if row.state != "succeeded":
        raise failure(row.status or _FAILED, {"details": [], **json.loads(row.error)})
    return _inline(row.result or EMPTY, row.ended_at)


def _inline(content: bytes, ended_at: float) -> ContentOutput:
    async def read(start: int, end: int) -> AsyncGenerator[bytes]:
        yield content[start:end]

    etag = hashlib.sha256(content).hexdigest()
    return ContentOutput(read, len(content), etag, moment(ended_at), "application/json", disposition="inline")
