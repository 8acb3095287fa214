"""Find the limit of an expression at a point or at infinity.

With `side` 'both', a limit exists only where it is the same from the left and from the right.
"""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from flowforge_math.core.symbolic.answers import SymbolicResult, VariableName
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation


class LimitRequest(RequestBody):
    expression: str = Field(description="Such as sin(x)/x.")
    variable: VariableName | None = Field(None, description="Needed if the expression has several names.")
    point: str = Field(max_length=200, description="A number, an expression, inf or -inf.")
    side: Literal["both", "left", "right"] = Field(
        default="both", description="Side from which the point is approached."
    )


@operation(
    "/symbolic/limit",
    example={"expression": "sin(x)/x", "point": "0"},
    errors=READING,
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=20),
)
def find_limit(request: LimitRequest) -> SymbolicResult:
    from flowforge_math.core.symbolic.calculus import limit  # noqa: PLC0415 - sympy, in the worker alone

    return SymbolicResult.model_validate(
        limit(request.expression, request.variable, request.point, request.side)
    )
