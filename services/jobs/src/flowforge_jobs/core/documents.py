"""A job as its consumer sees it."""

import json
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from flowforge_jobstore.records import State

Priority = Literal["low", "normal", "high"]
PRIORITIES: dict[Priority, int] = {"low": -1, "normal": 0, "high": 1}
_NAMES: dict[int, Priority] = {-1: "low", 0: "normal", 1: "high"}


class JobProgress(BaseModel):
    """How far the work is, as the operation reports it."""

    done: float = Field(description="Units of work that are done.")
    total: float = Field(description="Units of work in all.")
    note: str = Field(description="What is being done; may be empty.")


class JobError(BaseModel):
    """Why a job has no result."""

    code: str = Field(description="Stable code of the error, as the operation answers it.")
    message: str = Field(description="What is wrong and what to do.")
    retryable: bool = Field(description="Whether the same request may succeed later.")


class JobDocument(BaseModel):
    """A job: one call of an operation, a batch, or a pipeline."""

    id: str = Field(description="Id of the job, a UUID.")
    kind: Literal["call", "batch", "pipeline"] = Field(
        description="One call, a batch of calls, or a pipeline."
    )
    operation: str = Field(description="Id of the operation.")
    state: State = Field(
        description="`dead` is a dead letter: retries are used up, or workers were lost. It can be replayed."
    )
    priority: Priority = Field(description="Order among your own jobs.")
    attempt: int = Field(description="Attempts so far.")
    max_attempts: int = Field(description="Attempts after which a failing job is dead.")
    created_at: datetime = Field(description="When the job was accepted.")
    started_at: datetime | None = Field(description="When a worker first took the job.")
    ended_at: datetime | None = Field(description="When the job ended.")
    expires_at: datetime = Field(description="A job that has not started by then is dead.")
    result_until: datetime | None = Field(description="Until when the result can be read.")
    progress: JobProgress | None = Field(description="Latest progress that the operation reported.")
    status: int | None = Field(description="HTTP status of the operation's answer.")
    error: JobError | None = Field(description="Why the job failed, or its latest attempt.")
    reason: str | None = Field(
        description="Why a job is dead: retries_exhausted, worker_crashed, worker_lost, expired or broken."
    )
    cancelling: bool = Field(description="Whether the job is asked to stop.")
    callback_url: str | None = Field(description="Where the end of the job is reported to.")
    cost: int = Field(description="Cost units of the operation; of a batch or a pipeline, of all its steps.")
    running_out: bool = Field(
        description="Whether the work still runs although it is cancelled: it cannot be stopped."
    )
    result_file_id: str | None = Field(
        description="Id of the stored file that holds the result, if it is too large for the database."
    )
    url: str = Field(description="Address of this document.")
    result_url: str = Field(description="Address of the result.")


def show(row: Any) -> JobDocument:
    """Return the document of a row of the record."""
    return JobDocument(
        id=row.id,
        kind=row.kind,
        operation=row.operation,
        state=state_of(row),
        priority=_NAMES[row.priority],
        attempt=row.attempt,
        max_attempts=row.max_attempts,
        created_at=moment(row.created_at),
        started_at=_maybe(row.started_at),
        ended_at=_maybe(row.ended_at),
        expires_at=moment(row.expires_at),
        result_until=_maybe(row.ended_at + row.keep_seconds) if row.ended_at else None,
        progress=JobProgress(**json.loads(row.progress)) if row.progress else None,
        status=row.status,
        error=job_error(row.error),
        reason=row.reason,
        cancelling=row.cancelling,
        callback_url=row.callback_url,
        cost=row.cost,
        running_out=row.running_out,
        result_file_id=row.result_file,
        url=f"/api/v1/jobs/{row.id}",
        result_url=f"/api/v1/jobs/{row.id}/result",
    )


def state_of(row: Any) -> State:
    """A run that waits for its steps is running."""
    waits = row.kind != "call" and row.state == "queued" and row.started_at is not None
    return "running" if waits else row.state


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _maybe(seconds: float | None) -> datetime | None:
    return None if seconds is None else moment(seconds)


def job_error(text: str | None) -> JobError | None:
    """Return the error that a row holds as JSON."""
    if text is None:
        return None
    found = json.loads(text)
    return JobError(**{name: found[name] for name in JobError.model_fields})
