"""The result of a job, as the operation answered it."""

import hashlib
import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

from flowforge_jobs.core.board import Board
from flowforge_jobs.core.documents import moment, state_of
from flowforge_jobs.core.faults import JobCancelled, JobNotEnded, ResultGone
from flowforge_jobs.core.relaying import failure
from servicekit import ContentOutput, FileExpired, UnknownFile

_FAILED = 500
_TYPE = "application/json"
EMPTY = b"null"


async def result_of(board: Board, row: Any) -> ContentOutput:
    """Return the result of an ended job. Raises the operation's own error if it failed."""
    if row.state in ("queued", "running"):
        raise JobNotEnded(state=state_of(row))
    if row.state == "cancelled":
        raise JobCancelled
    if row.state != "succeeded":
        raise failure(row.status or _FAILED, {"details": [], **json.loads(row.error)})
    if row.result_file is not None:
        return await _from_store(board, row.consumer_id, row.result_file)
    return _inline(row.result or EMPTY, row.ended_at)


async def _from_store(board: Board, consumer_id: str, file_id: str) -> ContentOutput:
    if board.files is None:
        raise ResultGone(file_id=file_id)
    try:
        record = await board.files.record(consumer_id, file_id)
    except (UnknownFile, FileExpired) as error:
        raise ResultGone(file_id=file_id) from error
    return replace(board.files.content(record, "inline"), name=None, media_type=_TYPE)


def _inline(content: bytes, ended_at: float) -> ContentOutput:
    async def read(start: int, end: int) -> AsyncGenerator[bytes]:
        yield content[start:end]

    etag = hashlib.sha256(content).hexdigest()
    return ContentOutput(read, len(content), etag, moment(ended_at), _TYPE, disposition="inline")
