"""Interpolate between points: linear, nearest, previous, cubic, natural, pchip or Akima.

cubic and natural are smooth splines, pchip and akima do not overshoot. Rows may come in any order.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_math.core.numerics.faults import NumericTask
from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import Process, operation

Number = Annotated[float, Field(allow_inf_nan=False)]


class InterpolateForm(DataForm):
    x: str = Field("x", description="Column of the places of the points.")
    y: str = Field("y", description="Column of their values.")
    at: list[Number] = Field([], max_length=100_000, fail_fast=True, description="Where values are wanted.")
    points: int = Field(
        101, ge=2, le=100_000, description="Without `at`: this many places at equal distances."
    )
    method: Literal["linear", "nearest", "previous", "cubic", "natural", "pchip", "akima"] = Field(
        "linear", description="How points are joined."
    )
    outside: Literal["null", "nearest", "extend"] = Field(
        "null", description="What is given outside the points: nothing, the value at the end, or the curve."
    )


class InterpolateResult(BaseModel):
    at: list[float] = Field(description="The places.")
    values: list[float | None] = Field(description="The value at each place; null outside.")
    points: int = Field(description="How many points were used.")
    warnings: list[str] = Field(description="What is missing or extrapolated.")


@operation(
    "/numeric/interpolate",
    example={"data": {"x": [0, 1, 2, 4], "y": [0, 1, 4, 16]}, "at": [3], "method": "cubic"},
    errors=[NumericTask, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def interpolate_points(form: InterpolateForm) -> InterpolateResult:
    from flowforge_math.core.numerics.between import answer  # noqa: PLC0415 - scipy, in the worker alone

    return InterpolateResult.model_validate(answer(form))
