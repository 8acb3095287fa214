"""Work that outlives its request: submitted now, run by a worker, its result fetched later."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from servicekit.errors import Conflict, Gone, NotFound, Unavailable


class JobsNotConfigured(Unavailable):
    code = "JOBS_NOT_CONFIGURED"
    message = "No job queue is configured here: call the operation directly and wait for its answer."
    retryable = False


class UnknownJob(NotFound):
    code = "JOB_NOT_FOUND"
    message = "There is no job '{job_id}', or it is not yours."


class JobNotFinished(Conflict):
    code = "JOB_NOT_FINISHED"
    message = "The job '{job_id}' is {state}: ask for its result when it has ended."
    retryable = True


class JobExpired(Gone):
    code = "JOB_EXPIRED"
    message = "The result of the job '{job_id}' was kept for its time, and is removed."


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self in {JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}


@dataclass(frozen=True, slots=True)
class JobRequest:
    """A validated request of an operation. `body` is its canonical JSON; files are in it as file_ids."""

    operation_id: str
    consumer_id: str
    request_id: str
    body: bytes


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How far a job is; `done` of `total` as the handler reports them."""

    job_id: str
    state: JobState
    submitted_at: datetime
    done: float = 0
    total: float = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class JobResult:
    """The answer that the operation would have given at once, errors included; files as paths."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes | Path


class JobQueue(Protocol):
    """At-least-once: a worker that dies gives its job back, so a queued operation must bear running twice.

    Jobs of one consumer are unknown to another: UnknownJob, as if they did not exist.
    """

    async def submit(self, request: JobRequest) -> JobStatus:
        """Queue *request* durably, and return when it cannot be lost any more. Raises Busy if it is full."""
        ...

    async def status(self, consumer_id: str, job_id: str) -> JobStatus:
        """Raises UnknownJob."""
        ...

    async def cancel(self, consumer_id: str, job_id: str) -> JobStatus:
        """Drop a queued job, stop a running one, leave an ended one as it is. Raises UnknownJob."""
        ...

    async def result(self, consumer_id: str, job_id: str) -> JobResult:
        """May be asked again until it expires. Raises UnknownJob, JobNotFinished or JobExpired."""
        ...


class NullJobQueue:
    """Stands in where no queue is configured: every use is a clear error."""

    async def submit(self, request: JobRequest) -> JobStatus:
        raise JobsNotConfigured

    async def status(self, consumer_id: str, job_id: str) -> JobStatus:
        raise JobsNotConfigured

    async def cancel(self, consumer_id: str, job_id: str) -> JobStatus:
        raise JobsNotConfigured

    async def result(self, consumer_id: str, job_id: str) -> JobResult:
        raise JobsNotConfigured
