"""Integrate an expression by numbers over one to three variables, with an estimate of the error.

Ends are numbers, inf or -inf. `breaks` name places where the expression jumps or has a pole. Integrals
that do not settle are refused. For formulas there is `symbolic/integrate`.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from flowforge_math.core.numerics.faults import NoConvergence, NumericTask
from flowforge_math.core.symbolic.answers import VariableName
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation

Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
End = Number | Literal["inf", "-inf"]


class IntegrationRange(RequestBody):
    variable: VariableName = Field("x", description="The name that runs from `low` to `high`.")
    low: End = Field(description="Lower end.")
    high: End = Field(description="Upper end.")
    breaks: list[Number] = Field([], max_length=100, description="Jumps and poles between finite ends.")


class QuadratureRequest(RequestBody):
    expression: Annotated[str, StringConstraints(min_length=1, max_length=2_000)] = Field(
        description="Such as exp(-x^2)."
    )
    ranges: list[IntegrationRange] = Field(min_length=1, max_length=3, description="One for each variable.")
    constants: dict[VariableName, Number] = Field({}, max_length=100, description="Values of other names.")


class QuadratureResult(BaseModel):
    value: float = Field(description="The integral.")
    error: float = Field(description="Estimate of the absolute error.")
    warnings: list[str] = Field(description="What limits the result.")


@operation(
    "/numeric/quadrature",
    example={"expression": "exp(-x^2)", "ranges": [{"variable": "x", "low": "-inf", "high": "inf"}]},
    errors=[*READING, NoConvergence, NumericTask],
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=25),
)
def integrate_by_numbers(request: QuadratureRequest) -> QuadratureResult:
    from flowforge_math.core.numerics.areas import quadrature  # noqa: PLC0415 - scipy, in the worker alone

    return QuadratureResult.model_validate(quadrature(request))
