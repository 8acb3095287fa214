"""Assign workers to tasks at the least total cost, or the greatest total value.

`costs`, or the table in `file`, has a row for each worker and a column for each task; null or an empty cell
forbids a pair. Each worker and task is used once at the most. A file brings the names: those of its columns
are the tasks, and its first column has the workers.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.optimization.faults import Infeasible, WrongProblem
from flowforge_math.core.optimization.grid_form import GridForm
from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from servicekit import Process, operation

Cost = Annotated[float, Field(allow_inf_nan=False, ge=-1e12, le=1e12)] | None
Row = Annotated[list[Cost], Field(min_length=1, max_length=1_000, fail_fast=True)]


class AssignmentForm(GridForm):
    costs: list[Row] | None = Field(
        None,
        min_length=1,
        max_length=1_000,
        fail_fast=True,
        description="One row per worker, one column per task; null for no such pair. Or give `file`.",
    )
    goal: Literal["minimize", "maximize"] = Field(
        default="minimize", description="Whether the entries are costs to minimize or values to maximize."
    )
    workers: list[str] | None = Field(None, max_length=1_000, description="Names of the rows.")
    tasks: list[str] | None = Field(None, max_length=1_000, description="Names of the columns.")

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.costs is None) == (self.file is None):
            raise ValueError("give exactly one of 'costs' and 'file'")
        if self.file is not None and (self.workers or self.tasks):
            raise ValueError("'workers' and 'tasks' are the names in 'file': give them with 'costs' only")
        return self


class AssignedPair(BaseModel):
    worker: str = Field(description="Name or number of the row.")
    task: str = Field(description="Name or number of the column.")
    cost: float = Field(description="The entry of `costs` for this pair.")


class AssignmentResult(BaseModel):
    total: float = Field(description="Sum of the chosen entries.")
    pairs: list[AssignedPair] = Field(
        description="Who does what; workers or tasks that are left over are not listed."
    )
    warnings: list[str] = Field(description="What was left out of the file; empty if nothing was.")


@operation(
    "/optimize/assignment",
    example={"costs": [[4, 1, 3], [2, 0, 5], [3, 2, 2]]},
    errors=[Infeasible, WrongProblem, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=20),
)
def assign_tasks(form: AssignmentForm) -> AssignmentResult:
    from flowforge_math.core.optimization.combinations import assign  # noqa: PLC0415 - scipy, in the worker alone

    return AssignmentResult.model_validate(assign(form))
