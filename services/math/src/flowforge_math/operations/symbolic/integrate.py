"""Integrate an expression: its antiderivative, or the integral between two ends.

Ends are expressions, or inf and -inf. An antiderivative is checked by differentiating it, a definite integral
by quadrature; where no formula exists, the number alone is given. `steps` are the rules of integration that
lead to it: substitutions, parts, rewriting.
"""

from datetime import timedelta
from typing import Self

from pydantic import Field, model_validator

from flowforge_math.core.symbolic.answers import SymbolicResult, VariableName
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation


class IntegrateRequest(RequestBody):
    expression: str = Field(description="Such as x*exp(-x).")
    variable: VariableName | None = Field(None, description="Needed if the expression has several names.")
    low: str | None = Field(None, max_length=200, description="Lower end, such as 0 or -inf.")
    high: str | None = Field(None, max_length=200, description="Upper end, such as pi/2 or inf.")

    @model_validator(mode="after")
    def _has_both_ends(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("give both 'low' and 'high', or neither")
        return self


@operation(
    "/symbolic/integrate",
    example={"expression": "x * exp(-x)", "low": "0", "high": "inf"},
    errors=READING,
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=22),
)
def integrate_expression(request: IntegrateRequest) -> SymbolicResult:
    from flowforge_math.core.symbolic.calculus import integrate  # noqa: PLC0415 - sympy, in the worker alone

    answer = integrate(request.expression, request.variable, request.low, request.high)
    return SymbolicResult.model_validate(answer)
