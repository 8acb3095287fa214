"""The state of a batch, told from its job."""

from collections.abc import Mapping
from typing import Any

from flowforge_llm.core.apis.openai.batches import (
    WINDOW_SECONDS,
    BatchError,
    BatchErrors,
    BatchObject,
    BatchOutcome,
    KeptBatch,
    RequestCounts,
    Status,
)
from servicekit import BackgroundJob

_ENDED: Mapping[str, Status] = {
    "succeeded": "completed",
    "failed": "failed",
    "cancelled": "cancelled",
    "dead": "failed",
}


def status_of(job: BackgroundJob) -> Status:
    if job.reason == "expired":
        return "expired"
    if job.ended_at is None:
        if job.cancelling:
            return "cancelling"
        return "validating" if job.started_at is None else "in_progress"
    return _ENDED[job.state]


def shown(kept: KeptBatch, job: BackgroundJob, outcome: BatchOutcome | None) -> BatchObject:
    """Return the document of a batch; *outcome* is the result of a job that succeeded."""
    status, ended = status_of(job), _whole(job.ended_at)
    counts = RequestCounts(total=round(job.total), completed=round(job.done), failed=0)
    if outcome is not None:
        counts = RequestCounts(total=outcome.total, completed=outcome.completed, failed=outcome.failed)
    return _document(
        kept,
        status,
        counts,
        errors=_errors(job) if status == "failed" else None,
        output_file_id=outcome.output_file_id if outcome else None,
        error_file_id=outcome.error_file_id if outcome else None,
        in_progress_at=_whole(job.started_at),
        **{f"{name}_at": ended if status == name else None for name in _TIMES},
    )


def gone(kept: KeptBatch) -> BatchObject:
    """Return the document of a batch whose job is no longer kept."""
    times: dict[str, int | None] = {f"{name}_at": None for name in _TIMES}
    times["expired_at"] = kept.created_at + WINDOW_SECONDS
    return _document(
        kept,
        "expired",
        RequestCounts(total=0, completed=0, failed=0),
        errors=None,
        output_file_id=None,
        error_file_id=None,
        in_progress_at=None,
        **times,
    )


_TIMES = ("completed", "failed", "expired", "cancelled")


def _document(kept: KeptBatch, status: Status, counts: RequestCounts, **values: Any) -> BatchObject:
    return BatchObject(
        id=kept.id,
        object="batch",
        endpoint=kept.endpoint,
        input_file_id=kept.input_file_id,
        completion_window="24h",
        status=status,
        created_at=kept.created_at,
        expires_at=kept.created_at + WINDOW_SECONDS,
        request_counts=counts,
        metadata=kept.metadata,
        **values,
    )


def _errors(job: BackgroundJob) -> BatchErrors:
    code, message = job.error or ("BATCH_FAILED", "The batch could not be run: create it again.")
    error = BatchError(code=code.lower(), message=message, line=None, param=None)
    return BatchErrors(object="list", data=[error])


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)
