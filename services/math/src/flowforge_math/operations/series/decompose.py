"""Decompose a time series into trend, season and residual.

`method`: stl (robust), additive or multiplicative. `seasonal_strength` is 0 where there is no season.
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.timeseries.faults import SeriesTooShort, SeriesUnsuitable
from flowforge_math.core.timeseries.request import SeriesRequest
from servicekit import Process, operation


class DecomposeRequest(SeriesRequest):
    period: int = Field(ge=2, le=10_000, description="Values in a season: 12 for months, 7 for days.")
    method: Literal["stl", "additive", "multiplicative"] = Field(
        default="stl",
        description=(
            "`stl` is robust and lets the season change; the classical ones add or multiply a fixed season."
        ),
    )


class DecomposeResult(BaseModel):
    trend: list[float | None] = Field(
        description="Long-term level at each place; null at the ends where it is not defined."
    )
    seasonal: list[float | None] = Field(description="Repeating part at each place.")
    residual: list[float | None] = Field(
        description="What trend and season leave over; null where the trend is."
    )
    seasonal_strength: float | None = Field(
        description="From 0 for no season to 1 for nothing but season; null where it is undefined."
    )
    filled: list[int] = Field(description="Index of each gap that was interpolated, counted from 0.")
    warnings: list[str] = Field(description="What had to be guessed to read the table.")


@operation(
    "/series/decompose",
    example={"values": [1, 3, 2, 4, 2, 4, 3, 5, 3, 5, 4, 6], "period": 4},
    errors=[SeriesTooShort, SeriesUnsuitable, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=1 << 30, reserved_bytes=2 << 30),
    deadline=timedelta(seconds=25),
    dearest=lambda: {"values": [place % 97 for place in range(100_000)], "period": 10_000, "method": "stl"},
)
def decompose_series(request: DecomposeRequest) -> DecomposeResult:
    from flowforge_math.core.timeseries.methods import decompose  # noqa: PLC0415 - statsmodels, in the worker alone
    from flowforge_math.core.timeseries.reading import series_of  # noqa: PLC0415 - numpy and polars, likewise

    values, warnings = series_of(request)
    found = decompose(values, request.period, request.method)
    return DecomposeResult.model_validate(found | {"warnings": warnings})
