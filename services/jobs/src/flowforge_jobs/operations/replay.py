"""Run a job again that is dead, failed or cancelled, with the same request and under the same id."""

from flowforge_jobs.core.documents import JobDocument, show, state_of
from flowforge_jobs.core.faults import JobNotReplayable
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.lookup import LOOKUP_ERRORS, job_of
from flowforge_jobstore.replaying import replay
from servicekit import Context, operation


@operation(
    "/{job_id}/replay",
    example={"job_id": "0190163d-8694-739b-aea5-966c26f8ad91"},
    needs="a job with this id that is dead, failed or cancelled",
    errors=[*LOOKUP_ERRORS, JobNotReplayable],
)
async def replay_job(job_id: str, context: Context, jobs: JobService) -> JobDocument:
    row = await job_of(jobs, context.consumer.id, job_id)
    if not await jobs.write(replay, context.consumer.id, job_id):
        raise JobNotReplayable(state=state_of(row))
    jobs.announcer.announce()
    return show(await job_of(jobs, context.consumer.id, job_id))
