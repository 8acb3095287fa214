"""Find anomalies, change points and gaps of a time series.

A value is an anomaly if it is over `threshold` robust deviations from trend and season. `changes` are where
the mean moves to another level.
"""

from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.timeseries.faults import SeriesTooShort
from flowforge_math.core.timeseries.request import SeriesRequest
from servicekit import Process, operation


class AnomaliesRequest(SeriesRequest):
    threshold: float = Field(
        4,
        gt=0,
        le=100,
        description="How many robust standard deviations from the expected value make an anomaly.",
    )
    period: int | None = Field(None, ge=2, le=10_000, description="Values in a season; none if absent.")


class Anomaly(BaseModel):
    index: int = Field(description="Counted from 0.")
    value: float = Field(description="The value in the series.")
    expected: float = Field(description="What trend and season suggest at this place.")
    score: float = Field(description="Distance from the expected value in robust standard deviations.")


class AnomaliesResult(BaseModel):
    anomalies: list[Anomaly] = Field(
        description="Values far from what their neighbors suggest, in order of time."
    )
    changes: list[int] = Field(description="The first index of each new level.")
    gaps: list[int] = Field(description="Index of each missing value, counted from 0.")
    warnings: list[str] = Field(description="What had to be guessed to read the table.")


@operation(
    "/series/anomalies",
    example={"values": [10, 11, 10, 12, 11, 10, 60, 11, 12, 10, 11]},
    errors=[SeriesTooShort, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=1 << 30, reserved_bytes=2 << 30),
    deadline=timedelta(seconds=25),
)
def find_anomalies(request: AnomaliesRequest) -> AnomaliesResult:
    from flowforge_math.core.timeseries.methods import anomalies  # noqa: PLC0415 - statsmodels, in the worker alone
    from flowforge_math.core.timeseries.reading import series_of  # noqa: PLC0415 - numpy and polars, likewise

    values, warnings = series_of(request)
    found = anomalies(values, request.threshold, request.period)
    return AnomaliesResult.model_validate(found | {"warnings": warnings})
