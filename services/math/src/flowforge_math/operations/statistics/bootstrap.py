"""Estimate the confidence interval of a statistic by the bootstrap.

No distribution is assumed: the data are resampled with replacement. The same `seed` gives the same answer.
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import Process, operation

BootstrapStatistic = Literal[
    "mean",
    "median",
    "standard_deviation",
    "variance",
    "trimmed_mean",
    "percentile",
    "difference_of_means",
    "difference_of_medians",
    "ratio_of_means",
    "correlation",
]
BootstrapMethod = Literal["bca", "percentile", "basic"]


class BootstrapForm(DataForm):
    statistic: BootstrapStatistic = Field("mean", description="What is estimated, of one column or of two.")
    columns: list[str] = Field([], max_length=2, description="One or two columns; all numeric ones if empty.")
    percent: float = Field(50, gt=0, lt=100, description="Of the statistic percentile.")
    resamples: int = Field(9_999, ge=100, le=100_000, description="How often the data are resampled.")
    method: BootstrapMethod = Field(
        "bca", description="bca corrects bias and skewness; percentile and basic are simpler."
    )
    confidence: float = Field(0.95, ge=0.5, le=0.9999, description="Of the interval.")
    seed: int = Field(0, ge=0, le=2**32 - 1, description="Of the random numbers.")


class BootstrapResult(BaseModel):
    statistic: BootstrapStatistic = Field(description="What was estimated.")
    value: float = Field(description="Of the data as they are.")
    low: float = Field(description="Lower end of the confidence interval.")
    high: float = Field(description="Upper end of the confidence interval.")
    standard_error: float = Field(description="Standard deviation over the resamples.")
    bias: float = Field(description="Mean over the resamples, minus the value.")
    method: BootstrapMethod = Field(description="The method that was used.")
    resamples: int = Field(description="How often the data were resampled.")
    counts: list[int] = Field(description="Values used of each column.")
    warnings: list[str] = Field(description="What had to be guessed or changed.")


@operation(
    "/statistics/bootstrap",
    example={"data": {"minutes": [12, 15, 11, 19, 14, 31, 13, 12]}, "statistic": "median"},
    errors=SAMPLE_FAULTS,
    run=Process(max_memory_bytes=2 << 30),
    deadline=timedelta(seconds=25),
)
def estimate_by_bootstrap(form: BootstrapForm) -> BootstrapResult:
    from flowforge_math.core.inference.resampling import answer  # noqa: PLC0415 - scipy, in the worker alone

    return BootstrapResult.model_validate(answer(form))
