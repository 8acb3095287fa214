"""Get the result of a job: the JSON that the operation answered.

Files that the operation made are named by `file_id`. If the job failed, the answer is the operation's error.
A result of more than a few megabytes is read from the file store, where it is the file `result_file_id` of
the job. With `wait`, the answer comes as soon as the job ends, or after so many seconds.
"""

from typing import Annotated

from pydantic import Field

from flowforge_jobs.core.faults import JobCancelled, JobNotEnded, ResultGone
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.lookup import LOOKUP_ERRORS, job_of
from flowforge_jobs.core.results import result_of
from servicekit import ContentOutput, Context, RequestBody, operation


class ResultQuery(RequestBody):
    wait: Annotated[float, Field(ge=0, le=20)] = Field(
        0, description="Seconds to wait for the end of the job."
    )


@operation(
    "/{job_id}/result",
    method="GET",
    example={"job_id": "0190163d-8694-739b-aea5-966c26f8ad91"},
    needs="a job with this id that has succeeded",
    errors=[*LOOKUP_ERRORS, JobNotEnded, JobCancelled, ResultGone],
)
async def get_result(query: ResultQuery, job_id: str, context: Context, jobs: JobService) -> ContentOutput:
    row = await job_of(jobs, context.consumer.id, job_id)
    if query.wait and row.ended_at is None and jobs.changes is not None:
        await jobs.changes.ended(job_id, query.wait)
        row = await job_of(jobs, context.consumer.id, job_id)
    return await result_of(jobs, row)
