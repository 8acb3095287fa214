"""Get the state and the progress of a job."""

from flowforge_jobs.core.documents import JobDocument, show
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.lookup import LOOKUP_ERRORS, job_of
from servicekit import Context, operation


@operation(
    "/{job_id}",
    method="GET",
    example={"job_id": "0190163d-8694-739b-aea5-966c26f8ad91"},
    needs="a job with this id",
    errors=LOOKUP_ERRORS,
)
async def get_job(job_id: str, context: Context, jobs: JobService) -> JobDocument:
    return show(await job_of(jobs, context.consumer.id, job_id))
