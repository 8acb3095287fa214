"""Solve an ordinary differential equation in closed form.

Derivatives are written with primes: y'' + y = sin(x). `conditions` give values at places:
{"y": ["0", "1"], "y'": ["0", "0"]} means y(0) = 1 and y'(0) = 0. The solution is put back into the equation.
"""

from datetime import timedelta

from pydantic import Field

from flowforge_math.core.equations.faults import MalformedEquation
from flowforge_math.core.symbolic.answers import SymbolicResult, VariableName
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation


class OdeRequest(RequestBody):
    equation: str = Field(description="Such as y'' + y = 0.")
    function: VariableName = Field(default="y", description="Name of the unknown function in the equation.")
    variable: VariableName = Field(default="x", description="Name of the variable that it depends on.")
    conditions: dict[str, tuple[str, str]] = Field(
        {}, max_length=10, description="Of y, y', ...: [place, value]."
    )


@operation(
    "/symbolic/ode",
    example={"equation": "y'' + y = 0", "conditions": {"y": ["0", "1"], "y'": ["0", "0"]}},
    errors=[*READING, MalformedEquation],
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=25),
)
def solve_ode(request: OdeRequest) -> SymbolicResult:
    from flowforge_math.core.symbolic.differential import solve_differential  # noqa: PLC0415 - sympy, likewise

    answer = solve_differential(
        request.equation, request.function, request.variable, dict(request.conditions)
    )
    return SymbolicResult.model_validate(answer)
