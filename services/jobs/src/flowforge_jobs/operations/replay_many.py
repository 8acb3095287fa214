"""Run dead letters again, many at once and the oldest first."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.record_needs import DATABASE, RECORD_ERRORS
from flowforge_jobstore.replaying import replay_all
from servicekit import Context, RequestBody, operation


class ReplayRequest(RequestBody):
    state: list[Literal["dead", "failed", "cancelled"]] = Field(
        ["dead"], description="Only jobs in one of these states."
    )
    operation: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="Only jobs of this operation, such as math.evaluate."
    )
    limit: Annotated[int, Field(ge=1, le=1000)] = Field(100, description="Maximum number of jobs.")


class ReplayResult(BaseModel):
    replayed: int = Field(description="How many jobs run again.")


@operation(
    "/replay-many",
    example={"state": ["dead"], "limit": 10},
    needs=DATABASE,
    errors=RECORD_ERRORS,
)
async def replay_jobs(request: ReplayRequest, context: Context, jobs: JobService) -> ReplayResult:
    found = await jobs.write(
        replay_all,
        context.consumer.id,
        states=request.state,
        operation=request.operation,
        limit=request.limit,
    )
    jobs.announcer.announce(found)
    return ReplayResult(replayed=found)
