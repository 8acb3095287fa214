"""Work with a probability distribution: density, probability, quantile, random numbers, or fit it to data.

`task`: pdf (or pmf), cdf, survival, quantile, sample, moments or fit. Places to compute at and data to fit
are `values`, or the `column` of `data`, `rows` or a `file`. `parameters` are those of the distribution; a
missing or foreign one is named in the error. The same `seed` gives the same numbers.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.inference.distribution_names import DistributionName
from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import InvalidInput, Process, operation

Number = Annotated[float, Field(allow_inf_nan=False)]
MAX_VALUES = 100_000


class WrongParameters(InvalidInput):
    code = "DISTRIBUTION_NOT_SUITABLE"
    message = "'{field}' does not suit the distribution '{name}': {reason}."


class DistributionForm(DataForm):
    distribution: DistributionName = Field(description="Which distribution.")
    task: Literal["pdf", "cdf", "survival", "quantile", "sample", "moments", "fit"] = Field(
        description="What to compute; `fit` estimates the parameters from data."
    )
    parameters: dict[str, Number] = Field(
        {}, max_length=5, description='Such as {"mean": 0, "standard_deviation": 1}.'
    )
    values: list[Number] | None = Field(
        None,
        max_length=MAX_VALUES,
        fail_fast=True,
        description="Where to compute, or the data to fit; instead of a table.",
    )
    column: str | None = Field(
        None, description="Of a table: the column of values; the first numeric one if absent."
    )
    count: int = Field(10, ge=1, le=100_000, description="Of random numbers.")
    seed: int | None = Field(
        None,
        ge=0,
        le=2**32 - 1,
        description="Start of the random numbers: the same seed gives the same sample.",
    )

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        given = [one is not None for one in (self.values, self.data, self.rows, self.file)]
        if sum(given) > 1:
            raise ValueError("give one of 'values', 'data', 'rows' and 'file'")
        if not any(given) and self.task not in ("sample", "moments"):
            raise ValueError(f"the task '{self.task}' needs 'values', 'data', 'rows' or 'file'")
        return self


class DistributionParameter(BaseModel):
    name: str = Field(description="Name of the parameter, as in the request.")
    value: float = Field(description="Value of the parameter, given or fitted.")


class DistributionResult(BaseModel):
    values: list[float | None] = Field(description="Null where a value is infinite.")
    parameters: list[DistributionParameter] = Field(description="Parameters of the distribution.")
    mean: float | None = Field(description="Mean of the distribution; null where it does not exist.")
    variance: float | None = Field(description="Variance of the distribution; null where it does not exist.")
    fit_p_value: float | None = Field(
        description="Kolmogorov-Smirnov; too large, because the data were fitted."
    )
    warnings: list[str] = Field(description="Values that are missing or guessed; empty if none is.")


@operation(
    "/statistics/distribution",
    example={
        "distribution": "normal",
        "task": "cdf",
        "parameters": {"mean": 0, "standard_deviation": 1},
        "values": [1.96],
    },
    errors=[WrongParameters, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=20),
    dearest=lambda: {
        "distribution": "hypergeometric",
        "task": "quantile",
        "parameters": {"population": 10**7, "marked": 5 * 10**6, "drawn": 10**6},
        "values": [0.3] * MAX_VALUES,
    },
)
def compute_distribution(form: DistributionForm) -> DistributionResult:
    from flowforge_math.core.inference.distributing import Unsuitable, compute  # noqa: PLC0415 - scipy, in the worker

    try:
        return DistributionResult.model_validate(compute(form, MAX_VALUES))
    except Unsuitable as error:
        raise WrongParameters(field=error.field, name=form.distribution, reason=error.reason) from error
