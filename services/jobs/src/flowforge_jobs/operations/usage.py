"""Get your usage: jobs, seconds and cost units by day, operation and state.

Days are those of UTC. Jobs are counted within seconds after their end. A batch or a pipeline is one job; its
steps are counted as jobs of their own operations.
"""

from datetime import UTC, date, datetime, timedelta

from pydantic import BaseModel, Field

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.record_needs import DATABASE, RECORD_ERRORS
from flowforge_jobstore.counting import usage_of
from flowforge_jobstore.records import Ended
from servicekit import Context, RequestBody, operation

_DEFAULT = timedelta(days=30)


class UsageQuery(RequestBody):
    first: date | None = Field(None, description="First day, such as 2025-01-31; 30 days ago by default.")
    last: date | None = Field(None, description="Last day; today by default.")


class UsageSum(BaseModel):
    """Jobs of one operation that ended in one state on one day."""

    day: date = Field(description="The day, in UTC.")
    operation: str = Field(description="Id of the operation.")
    state: Ended = Field(description="State in which the jobs ended.")
    jobs: int = Field(description="How many jobs ended.")
    seconds: float = Field(description="Time from the first start of each call to its end, added up.")
    cost: int = Field(description="Cost units of the calls.")


class UsageReport(BaseModel):
    usage: list[UsageSum] = Field(description="One entry for each day, operation and state.")


@operation(
    "/usage",
    method="GET",
    example={},
    needs=DATABASE,
    errors=RECORD_ERRORS,
)
async def get_usage(query: UsageQuery, context: Context, jobs: JobService) -> UsageReport:
    today = datetime.now(UTC).date()
    last = query.last or today
    first = query.first or last - _DEFAULT
    found = await jobs.read(usage_of, context.consumer.id, first.isoformat(), last.isoformat())
    return UsageReport(
        usage=[
            UsageSum(
                day=date.fromisoformat(one.day),
                operation=one.operation,
                state=one.state,
                jobs=one.jobs,
                seconds=round(one.seconds, 3),
                cost=one.cost,
            )
            for one in found
        ]
    )
