"""Differentiate an expression, once or several times.

The result is compared with differences in 50 digits at random points. `steps` are the rules that lead to it.
"""

from datetime import timedelta

from pydantic import Field

from flowforge_math.core.symbolic.answers import SymbolicResult, VariableName
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation


class DifferentiateRequest(RequestBody):
    expression: str = Field(description="Such as x^2*sin(x).")
    variable: VariableName | None = Field(None, description="Needed if the expression has several names.")
    order: int = Field(1, ge=1, le=10, description="How many times to differentiate.")


@operation(
    "/symbolic/differentiate",
    example={"expression": "x^2 * sin(x)"},
    errors=READING,
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=20),
)
def differentiate_expression(request: DifferentiateRequest) -> SymbolicResult:
    from flowforge_math.core.symbolic.calculus import differentiate  # noqa: PLC0415 - sympy, in the worker alone

    answer = differentiate(request.expression, request.variable, request.order)
    return SymbolicResult.model_validate(answer)
