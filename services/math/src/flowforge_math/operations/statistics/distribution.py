"""Work with a probability distribution: density, probability, quantile, random numbers, or fit it to data.

`task`: pdf (or pmf), cdf, survival, quantile, sample, moments or fit. `parameters` are those of the
distribution; a missing or foreign one is named in the error. The same `seed` gives the same numbers.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_math.core.inference.distribution_names import DistributionName
from servicekit import InvalidInput, Process, RequestBody, operation

Number = Annotated[float, Field(allow_inf_nan=False)]


class WrongParameters(InvalidInput):
    code = "DISTRIBUTION_NOT_SUITABLE"
    message = "'{field}' does not suit the distribution '{name}': {reason}."


class DistributionRequest(RequestBody):
    distribution: DistributionName = Field(description="Which distribution.")
    task: Literal["pdf", "cdf", "survival", "quantile", "sample", "moments", "fit"] = Field(
        description="What to compute; `fit` estimates the parameters from data."
    )
    parameters: dict[str, Number] = Field(
        {}, max_length=5, description='Such as {"mean": 0, "standard_deviation": 1}.'
    )
    values: list[Number] = Field([], max_length=100_000, description="Where to compute, or the data to fit.")
    count: int = Field(10, ge=1, le=100_000, description="Of random numbers.")
    seed: int | None = Field(
        None,
        ge=0,
        le=2**32 - 1,
        description="Start of the random numbers: the same seed gives the same sample.",
    )


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


@operation(
    "/statistics/distribution",
    example={
        "distribution": "normal",
        "task": "cdf",
        "parameters": {"mean": 0, "standard_deviation": 1},
        "values": [1.96],
    },
    errors=[WrongParameters],
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=20),
)
def compute_distribution(request: DistributionRequest) -> DistributionResult:
    from flowforge_math.core.inference.distributing import Unsuitable, compute  # noqa: PLC0415 - scipy, in the worker

    try:
        return DistributionResult.model_validate(compute(request))
    except Unsuitable as error:
        raise WrongParameters(field=error.field, name=request.distribution, reason=error.reason) from error
