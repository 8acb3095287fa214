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
    start: Number | None = Field(
        default=None, description="Where the search begins; between the bounds if absent."
    )
    low: Number | None = Field(default=None, description="Lower bound; none if absent.")
    high: Number | None = Field(default=None, description="Upper bound; none if absent.")


class MinimizeRequest(RequestBody):
    goal: Literal["minimize", "maximize"] = Field(
        default="minimize", description="Whether to minimize or maximize the expression."
    )
    expression: str = Field(description="The objective, an expression of the variables.")
    variables: dict[Name, MinimizedVariable] = Field(
        min_length=1, max_length=50, description="The variables by name, each with its start and bounds."
    )
    constants: dict[Name, Number] = Field(
        {}, max_length=100, description="Numbers that the expressions can use, by name."
    )
    constraints: list[str] = Field(
        [],
        max_length=50,
        description="Equations and inequalities that a solution must satisfy, such as `x^2 + y <= 4`.",
    )
    global_search: bool = Field(default=False, description="Needs `low` and `high` of every variable.")


class OptimalValue(BaseModel):
    name: str = Field(description="Name of the variable.")
    value: float = Field(description="Its value at the solution.")


class MinimizeResult(BaseModel):
    objective: float = Field(description="Value of the expression at the solution.")
    values: list[OptimalValue] = Field(description="Value of each variable.")
    evaluations: int = Field(description="How often the expression was evaluated.")
    largest_violation: float = Field(description="By how much a constraint is missed at the most.")
    warnings: list[str] = Field(
        description=(
            "What limits the answer, such as values left out or a poorly conditioned problem; "
            "empty if nothing does."
        )
    )


@operation(
    "/optimize/minimize",
    example={"expression": "(x - 1)^2 + (y - 2)^2", "variables": {"x": {"start": 0}, "y": {"start": 0}}},
    errors=[*READING, NotConverged, WrongProblem],
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=25),
    dearest=lambda: {
        "expression": " + ".join(f"(v{at + 1} - v{at}^2)^2 + sin(v{at})" for at in range(49)),
        "variables": {f"v{at}": {"start": 1, "low": -9, "high": 9} for at in range(50)},
        "constraints": [f"v{at}^2 <= 4 + v0" for at in range(50)],
        "global_search": True,
    },
)
def minimize_expression(request: MinimizeRequest) -> MinimizeResult:
    from flowforge_math.core.optimization.descent import minimize  # noqa: PLC0415 - scipy, in the worker alone

    return MinimizeResult.model_validate(minimize(request))
