"""Schedule tasks on shared resources so that everything is finished as early as possible.

Tasks have a duration, wait for others (`after`) and use resources, of which there is 1 each unless
`resources` says more. Times are whole units of your choice, counted from 0. Job shops and project plans
are of this kind.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from flowforge_math.core.optimization.faults import Infeasible, NotConverged, WrongProblem
from servicekit import Process, RequestBody, operation

Label = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class ScheduledTask(RequestBody):
    name: Label = Field(description="Different for each task.")
    duration: int = Field(ge=0, le=1_000_000, description="Units of time.")
    uses: dict[Label, Annotated[int, Field(ge=1, le=1_000_000)]] = Field(
        {}, max_length=20, description='Resources and how much of them it needs: {"machine 1": 1}.'
    )
    after: list[Label] = Field([], max_length=100, description="Tasks that must have ended before.")
    earliest: int = Field(0, ge=0, le=1_000_000, description="When it can start at the earliest.")
    deadline: int | None = Field(None, ge=0, le=10**9, description="When it must have ended.")


class ScheduleRequest(RequestBody):
    tasks: list[ScheduledTask] = Field(min_length=1, max_length=500, description="What is to be done.")
    resources: dict[Label, Annotated[int, Field(ge=1, le=1_000_000)]] = Field(
        {}, max_length=100, description="How much there is of a resource; 1 of those that are not named."
    )
    seconds: float = Field(5, gt=0, le=15, description="How long to search for a better schedule.")


class TaskTimes(BaseModel):
    name: str = Field(description="Of the task.")
    start: int = Field(description="When it starts.")
    end: int = Field(description="When it has ended.")
    uses: list[str] = Field(description="The resources that it uses.")


class ResourceUse(BaseModel):
    name: str = Field(description="Of the resource.")
    busy: int = Field(description="Units of time in use, times the amount.")
    share: float = Field(description="Of all that it could do until the end.")


class ScheduleResult(BaseModel):
    finish: int = Field(description="When the last task has ended.")
    optimal: bool = Field(description="Whether no earlier end is possible.")
    lower_bound: int = Field(description="No schedule ends before this.")
    tasks: list[TaskTimes] = Field(description="In the order of their start.")
    resources: list[ResourceUse] = Field(description="How busy each resource is.")


@operation(
    "/optimize/schedule",
    example={
        "tasks": [
            {"name": "cut", "duration": 3, "uses": {"saw": 1}},
            {"name": "paint", "duration": 2, "uses": {"booth": 1}, "after": ["cut"]},
        ],
        "seconds": 1,
    },
    errors=[Infeasible, NotConverged, WrongProblem],
    run=Process(max_memory_bytes=1 << 30, reserved_bytes=2 << 30),
    deadline=timedelta(seconds=25),
)
def schedule_tasks(request: ScheduleRequest) -> ScheduleResult:
    from flowforge_math.core.optimization.planning import plan  # noqa: PLC0415 - OR-Tools, in the worker alone

    return ScheduleResult.model_validate(plan(request))
