"""Forecast a time series with intervals: Holt-Winters, ARIMA or the last season repeated.

ARIMA without `order` tries small ones and takes the best by Akaike's criterion. Compare a model with `naive`:
one that is not better is not worth it.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.timeseries.faults import SeriesTooShort, SeriesUnsuitable
from flowforge_math.core.timeseries.request import SeriesRequest
from servicekit import Process, operation

Order = Annotated[int, Field(ge=0, le=5)]


class ForecastRequest(SeriesRequest):
    steps: int = Field(12, ge=1, le=1_000, description="How many values to forecast.")
    method: Literal["holt_winters", "arima", "naive"] = Field(
        default="holt_winters",
        description="Forecasting model; `naive` repeats the last season or the last value.",
    )
    period: int | None = Field(None, ge=2, le=366, description="Values in a season; none if absent.")
    damped: bool = Field(default=False, description="Whether the trend of holt_winters flattens.")
    order: tuple[Order, Annotated[int, Field(ge=0, le=2)], Order] | None = Field(
        None, description="p, d, q of arima."
    )
    seasonal_order: (
        tuple[
            Annotated[int, Field(ge=0, le=2)],
            Annotated[int, Field(ge=0, le=1)],
            Annotated[int, Field(ge=0, le=2)],
        ]
        | None
    ) = Field(default=None, description="P, D, Q of the seasonal part of arima.")
    confidence: float = Field(
        0.95, ge=0.5, le=0.9999, description="Probability with which a value falls into its interval."
    )


class ForecastStep(BaseModel):
    value: float = Field(description="Expected value.")
    low: float = Field(description="Lower end of the prediction interval.")
    high: float = Field(description="Upper end of the prediction interval.")


class ForecastResult(BaseModel):
    model: str = Field(description="The model that was fitted, with its parameters.")
    aic: float | None = Field(description="Akaike's criterion: less is better.")
    mean_absolute_error: float = Field(description="Of the fit, one step ahead.")
    forecast: list[ForecastStep] = Field(description="One step for each value after the end of the series.")
    filled: list[int] = Field(description="Index of each gap that was interpolated, counted from 0.")
    warnings: list[str] = Field(description="What had to be guessed to read the table.")


@operation(
    "/series/forecast",
    example={"values": [30, 32, 35, 37, 40, 41, 44, 47, 49, 52], "steps": 3},
    errors=[SeriesTooShort, SeriesUnsuitable, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=1 << 30, reserved_bytes=2 << 30),
    deadline=timedelta(seconds=25),
    dearest=lambda: {"values": [place % 97 for place in range(5_000)], "method": "arima", "steps": 1_000},
)
def forecast_series(request: ForecastRequest) -> ForecastResult:
    from flowforge_math.core.timeseries.methods import forecast  # noqa: PLC0415 - statsmodels, in the worker alone
    from flowforge_math.core.timeseries.reading import series_of  # noqa: PLC0415 - numpy and polars, likewise

    values, warnings = series_of(request)
    return ForecastResult.model_validate(forecast(values, request) | {"warnings": warnings})
