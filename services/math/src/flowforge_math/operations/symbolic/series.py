"""Expand an expression into its power series around a point.

Terms up to, and without, the power `order` are given.
"""

from datetime import timedelta

from pydantic import Field

from flowforge_math.core.symbolic.answers import SymbolicResult, VariableName
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation


class SeriesRequest(RequestBody):
    expression: str = Field(description="Such as exp(x)*cos(x).")
    variable: VariableName | None = Field(None, description="Needed if the expression has several names.")
    point: str = Field("0", max_length=200, description="A number, an expression, inf or -inf.")
    order: int = Field(6, ge=1, le=20, description="Power of the first term that is left out.")


@operation(
    "/symbolic/series",
    example={"expression": "exp(x)", "order": 5},
    errors=READING,
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=20),
)
def expand_series(request: SeriesRequest) -> SymbolicResult:
    from flowforge_math.core.symbolic.calculus import series  # noqa: PLC0415 - sympy, in the worker alone

    return SymbolicResult.model_validate(
        series(request.expression, request.variable, request.point, request.order)
    )
