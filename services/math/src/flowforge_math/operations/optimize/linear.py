"""Solve a linear program, with whole-number variables if you want: minimize or maximize under constraints.

The objective and constraints are expressions in the names of `variables`: 3*x + 2*y <= 18. Whole-number
programs end at `gap`, or at the time limit with the best found so far (`optimal` is then false).
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from flowforge_math.core.optimization.faults import Infeasible, NotConverged, Unbounded, WrongProblem
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
Bound = Annotated[float, Field(allow_inf_nan=False)]


class LinearVariable(RequestBody):
    low: Bound | None = Field(0, description="Null: without end.")
    high: Bound | None = Field(default=None, description="Upper bound; none if absent.")
    kind: Literal["real", "integer", "binary"] = Field(
        default="real", description="`integer` allows whole numbers only, `binary` only 0 and 1."
    )


class LinearRequest(RequestBody):
    goal: Literal["minimize", "maximize"] = Field(
        description="Whether to minimize or maximize the objective."
    )
    objective: str = Field(description="Linear expression of the variables, such as `3*x + 2*y`.")
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


class LinearValue(BaseModel):
    name: str = Field(description="Name of the variable.")
    value: float = Field(description="Its value at the solution.")


class LinearConstraint(BaseModel):
    constraint: str = Field(description="The constraint as given.")
    slack: float = Field(description="What is left; 0 where it binds.")
    shadow_price: float | None = Field(
        description="Change of the objective for a unit more; null with whole numbers."
    )


class LinearResult(BaseModel):
    optimal: bool = Field(description="Whether it is proven that no solution is better, within `gap`.")
    objective: float = Field(description="Value of the objective at the solution.")
    values: list[LinearValue] = Field(description="Value of each variable.")
    constraints: list[LinearConstraint] = Field(description="How far the solution uses each constraint.")


@operation(
    "/optimize/linear",
    example={
        "goal": "maximize",
        "objective": "3x + 5y",
        "constraints": ["x <= 4", "2y <= 12", "3x + 2y <= 18"],
    },
    errors=[*READING, Infeasible, NotConverged, Unbounded, WrongProblem],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def solve_linear(request: LinearRequest) -> LinearResult:
    from flowforge_math.core.optimization.linear import solve_program  # noqa: PLC0415 - scipy, in the worker alone

    return LinearResult.model_validate(solve_program(request))
