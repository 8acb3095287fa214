"""Port of the jobs service: operations of a service that run in the background, in a consumer's name."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from servicekit.errors import NotFound, NotInstalled, OperationError, Unavailable

JobState = Literal["queued", "running", "succeeded", "failed", "cancelled", "dead"]


class JobsNotConfigured(NotInstalled):
    code = "JOBS_SERVICE_NOT_CONFIGURED"
    message = (
        "This operation runs in the background, and no jobs service is configured: operators set "
        "FLOWFORGE_JOBS_URL and FLOWFORGE_GATEWAY_SECRET."
    )


class JobsUnavailable(Unavailable):
    code = "JOBS_SERVICE_UNAVAILABLE"
    message = "The jobs service does not answer at present: try again shortly."


class JobNotFound(NotFound):
    code = "BACKGROUND_JOB_NOT_FOUND"
    message = "The job '{job_id}' does not exist, or its time to be kept is over."


JOBS_ERRORS: tuple[type[OperationError], ...] = (JobsNotConfigured, JobsUnavailable)


@dataclass(frozen=True, slots=True)
class BackgroundJob:
    """A job as it stands. Times are Unix times; *error* is code and message of why it has no result."""

    id: str
    state: JobState
    cancelling: bool
    done: float
    total: float
    started_at: float | None
    ended_at: float | None
    error: tuple[str, str] | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class BackgroundCall:
    """A call of an operation that its service has validated; *address* is its path, from /api on."""

    operation: str
    address: str
    request: dict[str, Any]
    id: str | None = None  # of the job: a UUID, made by the jobs service if none is given
    deadline_seconds: float = 300
    expires_seconds: float = 86_400
    keep_seconds: float = 86_400
    max_attempts: int = 5


class Jobs(Protocol):
    """The jobs of one consumer. Each call raises JobsNotConfigured or JobsUnavailable."""

    async def submit(self, call: BackgroundCall) -> BackgroundJob: ...

    async def get(self, job_id: str) -> BackgroundJob:
        """Raises JobNotFound."""
        ...

    async def cancel(self, job_id: str) -> BackgroundJob:
        """Ask a job to stop; one that has ended stays as it is. Raises JobNotFound."""
        ...

    async def result(self, job_id: str) -> Any:
        """Return the JSON that the operation answered, of a job that succeeded. Raises JobNotFound."""
        ...
