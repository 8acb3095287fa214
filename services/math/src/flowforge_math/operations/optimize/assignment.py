"""Assign workers to tasks at the least total cost, or the greatest total value.

`costs` has a row for each worker and a column for each task; null forbids a pair. Each worker and task is
used once at the most.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_math.core.optimization.faults import Infeasible, WrongProblem
from servicekit import Process, RequestBody, operation

Cost = Annotated[float, Field(allow_inf_nan=False, ge=-1e12, le=1e12)] | None
Row = Annotated[list[Cost], Field(min_length=1, max_length=1_000, fail_fast=True)]


class AssignmentRequest(RequestBody):
    costs: list[Row] = Field(
        min_length=1,
        max_length=1_000,
        fail_fast=True,
        description="One row per worker, one column per task; null where a worker cannot do a task.",
    )
    goal: Literal["minimize", "maximize"] = Field(
        default="minimize", description="Whether the entries are costs to minimize or values to maximize."
    )
    workers: list[str] | None = Field(None, max_length=1_000, description="Names of the rows.")
    tasks: list[str] | None = Field(None, max_length=1_000, description="Names of the columns.")


class AssignedPair(BaseModel):
    worker: str = Field(description="Name or number of the row.")
    task: str = Field(description="Name or number of the column.")
    cost: float = Field(description="The entry of `costs` for this pair.")


class AssignmentResult(BaseModel):
    total: float = Field(description="Sum of the chosen entries.")
    pairs: list[AssignedPair] = Field(
        description="Who does what; workers or tasks that are left over are not listed."
    )


@operation(
    "/optimize/assignment",
    example={"costs": [[4, 1, 3], [2, 0, 5], [3, 2, 2]]},
    errors=[Infeasible, WrongProblem],
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=20),
)
def assign_tasks(request: AssignmentRequest) -> AssignmentResult:
    from flowforge_math.core.optimization.combinations import assign  # noqa: PLC0415 - scipy, in the worker alone

    return AssignmentResult.model_validate(assign(request))
