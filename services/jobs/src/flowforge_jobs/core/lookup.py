"""Find a job of a consumer."""

from typing import Any

from flowforge_jobs.core.faults import JobsNotConfigured, RecordUnavailable, UnknownJob
from flowforge_jobs.core.job_service import JobService
from flowforge_jobstore.reading import find

LOOKUP_ERRORS = (JobsNotConfigured, RecordUnavailable, UnknownJob)


async def job_of(jobs: JobService, consumer_id: str, job_id: str) -> Any:
    """Return the row of a job. Raises UnknownJob."""
    row = await jobs.read(find, consumer_id, job_id)
    if row is None:
        raise UnknownJob(job_id=job_id[:64])
    return row
