"""Cancel a job.

A waiting job is cancelled at once, a running one within about two seconds: the connection to its service is
closed. This stops work in worker processes, and work that checks for cancellation. Other work runs to its
end and its result is discarded; until then the job is `running` with `running_out`.
"""

from flowforge_jobs.core.documents import JobDocument, show, state_of
from flowforge_jobs.core.faults import JobEnded
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.lookup import LOOKUP_ERRORS, job_of
from flowforge_jobstore.cancelling import cancel
from servicekit import Context, operation


@operation(
    "/{job_id}/cancel",
    example={"job_id": "0190163d-8694-739b-aea5-966c26f8ad91"},
    needs="a job with this id that has not ended",
    errors=[*LOOKUP_ERRORS, JobEnded],
)
async def cancel_job(job_id: str, context: Context, jobs: JobService) -> JobDocument:
    row = await job_of(jobs, context.consumer.id, job_id)
    if not await jobs.write(cancel, context.consumer.id, row.id) and row.state != "cancelled":
        row = await job_of(jobs, context.consumer.id, job_id)
        if row.state != "cancelled":
            raise JobEnded(state=state_of(row))
    return show(await job_of(jobs, context.consumer.id, job_id))
