"""Smooth a time series: moving average, moving median or exponential average.

Where a window is not full, the result is null.
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.timeseries.faults import SeriesTooShort
from flowforge_math.core.timeseries.request import SeriesRequest
from servicekit import Process, operation


class SmoothRequest(SeriesRequest):
    method: Literal["moving", "centered", "median", "exponential"] = Field(
        default="moving",
        description=(
            "`moving` averages the last values, `centered` those on both sides; `exponential` weighs by age."
        ),
    )
    window: int = Field(
        3, ge=1, le=10_000, description="Number of values that are averaged, of all methods but exponential."
    )
    alpha: float = Field(0.3, gt=0, le=1, description="Weight of the newest value, of exponential.")


class SmoothResult(BaseModel):
    values: list[float | None] = Field(
        description="Smoothed value at each place; null where the window is not full."
    )
    filled: list[int] = Field(description="Gaps that were interpolated, counted from 0.")
    warnings: list[str] = Field(description="What had to be guessed to read the table.")


@operation(
    "/series/smooth",
    example={"values": [3, 5, 4, 6, 8, 7], "window": 3},
    errors=[SeriesTooShort, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=1 << 30, reserved_bytes=2 << 30),
    deadline=timedelta(seconds=20),
)
def smooth_series(request: SmoothRequest) -> SmoothResult:
    from flowforge_math.core.timeseries.methods import listed, smooth  # noqa: PLC0415 - statsmodels, in the worker
    from flowforge_math.core.timeseries.reading import series_of  # noqa: PLC0415 - numpy and polars, likewise

    series, warnings = series_of(request)
    values, gaps = smooth(series, request.method, request.window, request.alpha)
    return SmoothResult(values=listed(values), filled=gaps, warnings=warnings)
