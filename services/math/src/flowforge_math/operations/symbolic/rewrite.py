"""Rewrite an expression: simplify, expand, factor, partial fractions and other forms.

The result is compared with the expression at random points; `check` says whether that was possible.
"""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from flowforge_math.core.symbolic.answers import SymbolicResult
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation


class RewriteRequest(RequestBody):
    expression: str = Field(description="Such as (x^2 - 1)/(x - 1).")
    form: Literal[
        "simplify", "expand", "factor", "cancel", "apart", "together", "trigonometric", "powers", "logarithms"
    ] = Field(
        "simplify", description="apart: partial fractions; together: one fraction; cancel: in lowest terms."
    )


@operation(
    "/symbolic/rewrite",
    example={"expression": "x^2 - 5*x + 6", "form": "factor"},
    errors=READING,
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=20),
)
def rewrite_expression(request: RewriteRequest) -> SymbolicResult:
    from flowforge_math.core.symbolic.calculus import rewrite  # noqa: PLC0415 - sympy, in the worker alone

    return SymbolicResult.model_validate(rewrite(request.expression, request.form))
