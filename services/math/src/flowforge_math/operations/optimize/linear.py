"""Solve a linear program, with whole-number variables if you want: minimize or maximize under constraints.

The objective and constraints are expressions in the names of `variables`: 3*x + 2*y <= 18. Or give a `file`
in the MPS format, fixed or free, of up to 20,000 rows and columns. Whole-number programs end at `gap`, or at
the time limit with the best found so far (`optimal` is then false).
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from flowforge_math.core.optimization.faults import (
    Infeasible,
    NotConverged,
    Unbounded,
    UnreadableProgram,
    WrongProblem,
)
from flowforge_math.core.symbolic.faults import READING
from servicekit import FileInput, FileRule, Process, RequestBody, RequestForm, operation

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
LinearGoal = Literal["minimize", "maximize"]
Bound = Annotated[float, Field(allow_inf_nan=False)]


class LinearVariable(RequestBody):
    low: Bound | None = Field(0, description="Null: without end.")
    high: Bound | None = Field(default=None, description="Upper bound; none if absent.")
    kind: Literal["real", "integer", "binary"] = Field(
        default="real", description="`integer` allows whole numbers only, `binary` only 0 and 1."
    )


class LinearForm(RequestForm):
    file: Annotated[FileInput, FileRule(max_bytes=32 << 20)] | None = Field(
        default=None, description="A program in the MPS format, instead of `objective`."
    )
    goal: LinearGoal | None = Field(
        default=None,
        description="Whether to minimize or maximize the objective; that of a file if absent.",
    )
    objective: str | None = Field(
        None, description="Linear expression of the variables, such as `3*x + 2*y`."
    )
    constraints: list[str] = Field(
        [],
        max_length=2_000,
        fail_fast=True,
        description="Linear equations and inequalities, such as `x + y <= 10`.",
    )
    variables: dict[Name, LinearVariable] = Field(
        {}, max_length=2_000, description="Names not listed are real and >= 0."
    )
    gap: float = Field(
        1e-6, ge=0, le=1, description="Relative distance from the proven bound at which the search ends."
    )

    @model_validator(mode="after")
    def _has_one_program(self) -> Self:
        if (self.file is None) == (self.objective is None):
            raise ValueError("give exactly one of 'objective' and 'file'")
        if self.file is None and self.goal is None:
            raise ValueError("'goal' is required with 'objective': minimize or maximize")
        if self.file is not None and (self.constraints or self.variables):
            raise ValueError("'constraints' and 'variables' belong to 'objective', not to 'file'")
        return self


class LinearValue(BaseModel):
    name: str = Field(description="Name of the variable.")
    value: float = Field(description="Its value at the solution.")


class LinearConstraint(BaseModel):
    constraint: str = Field(description="The constraint as given, or the name of the row in the file.")
    slack: float = Field(description="What is left; 0 where it binds.")
    shadow_price: float | None = Field(
        description="Change of the objective for a unit more; null with whole numbers."
    )


class LinearResult(BaseModel):
    goal: LinearGoal = Field(description="What was done.")
    optimal: bool = Field(description="Whether it is proven that no solution is better, within `gap`.")
    objective: float = Field(description="Value of the objective at the solution.")
    values: list[LinearValue] = Field(description="Value of each variable.")
    constraints: list[LinearConstraint] = Field(description="How far the solution uses each constraint.")
    warnings: list[str] = Field(description="What the file leaves open and was assumed; empty if nothing.")


@operation(
    "/optimize/linear",
    example={
        "goal": "maximize",
        "objective": "3x + 5y",
        "constraints": ["x <= 4", "2y <= 12", "3x + 2y <= 18"],
    },
    errors=[*READING, Infeasible, NotConverged, Unbounded, UnreadableProgram, WrongProblem],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
    dearest=lambda: {
        "goal": "maximize",
        "objective": " + ".join(f"{at % 7 + 1}*v{at}" for at in range(150)),
        "constraints": [
            " + ".join(f"{(at * row) % 89 + 1}v{(at * row) % 401}" for at in range(150)) + f" <= {row + 100}"
            for row in range(2_000)
        ],
        "variables": {f"v{at}": {"kind": "integer"} for at in range(401)},
    },
)
def solve_linear(form: LinearForm) -> LinearResult:
    from flowforge_math.core.optimization.linear import solve_program  # noqa: PLC0415 - loads scipy
    from flowforge_math.core.optimization.mps import read_mps  # noqa: PLC0415 - loads scipy
    from flowforge_math.core.optimization.written import read_written  # noqa: PLC0415 - loads scipy

    if form.file is None:
        return LinearResult.model_validate(solve_program(read_written(form), form.gap, "constraints"))
    program = read_mps(form.file.content, form.goal)
    return LinearResult.model_validate(solve_program(program, form.gap, "file"))
