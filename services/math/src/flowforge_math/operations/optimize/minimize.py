"""Minimize or maximize an expression of several variables, with bounds and constraints.

Every variable has a start or bounds. Constraints are relations such as x + y = 1 or x^2 + y^2 <= 4. With
`global_search`, the whole of the bounds is searched; else the minimum near the start is found.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from flowforge_math.core.optimization.faults import NotConverged, WrongProblem
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]


class MinimizedVariable(RequestBody):
    start: Number | None = None
    low: Number | None = None
    high: Number | None = None


class MinimizeRequest(RequestBody):
    goal: Literal["minimize", "maximize"] = "minimize"
    expression: str
    variables: dict[Name, MinimizedVariable] = Field(min_length=1, max_length=50)
    constants: dict[Name, Number] = Field({}, max_length=100)
    constraints: list[str] = Field([], max_length=50)
    global_search: bool = Field(default=False, description="Needs `low` and `high` of every variable.")


class OptimalValue(BaseModel):
    name: str
    value: float


class MinimizeResult(BaseModel):
    objective: float
    values: list[OptimalValue]
    evaluations: int
    largest_violation: float = Field(description="By how much a constraint is missed at the most.")
    warnings: list[str]


@operation(
    "/optimize/minimize",
    example={"expression": "(x - 1)^2 + (y - 2)^2", "variables": {"x": {"start": 0}, "y": {"start": 0}}},
    errors=[*READING, NotConverged, WrongProblem],
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=25),
)
def minimize_expression(request: MinimizeRequest) -> MinimizeResult:
    from flowforge_math.core.optimization.descent import minimize  # noqa: PLC0415 - scipy, in the worker alone

    return MinimizeResult.model_validate(minimize(request))
