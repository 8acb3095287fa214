"""The distributions of random variables."""

from typing import Annotated, Literal, Self

import pydantic
from pydantic import Field, model_validator

from servicekit import RequestBody

Finite = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
MAX_OUTCOMES = 1_000


class Normal(RequestBody):
    distribution: Literal["normal"]
    mean: Finite = Field(description="Mean of the variable.")
    standard_deviation: Positive = Field(description="Standard deviation of the variable.")


class Lognormal(RequestBody):
    """Its logarithm is normal with these two."""

    distribution: Literal["lognormal"]
    log_mean: Finite = Field(description="Mean of the natural logarithm of the variable.")
    log_standard_deviation: Positive = Field(
        description="Standard deviation of the natural logarithm of the variable."
    )


class Exponential(RequestBody):
    distribution: Literal["exponential"]
    mean: Positive = Field(description="Mean of the variable: the inverse of its rate.")


class Uniform(RequestBody):
    distribution: Literal["uniform"]
    low: Finite = Field(description="Least value that can occur.")
    high: Finite = Field(description="Greatest value that can occur.")

    @model_validator(mode="after")
    def _has_a_width(self) -> Self:
        if self.low >= self.high:
            raise ValueError("'low' must be less than 'high'")
        return self


class Triangular(RequestBody):
    distribution: Literal["triangular"]
    low: Finite = Field(description="Least value that can occur.")
    mode: Finite = Field(description="Most likely value, from `low` to `high`.")
    high: Finite = Field(description="Greatest value that can occur.")

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if not self.low <= self.mode <= self.high or self.low == self.high:
            raise ValueError("'low', 'mode' and 'high' must be in order, and 'low' less than 'high'")
        return self


class Discrete(RequestBody):
    """Each of `values` with its weight; all alike without `weights`."""

    distribution: Literal["discrete"]
    values: list[Finite] = Field(
        min_length=1, max_length=MAX_OUTCOMES, fail_fast=True, description="The outcomes that can occur."
    )
    weights: list[Annotated[float, Field(ge=0, allow_inf_nan=False)]] | None = Field(
        default=None,
        max_length=MAX_OUTCOMES,
        fail_fast=True,
        description="Relative weight of each outcome, in the order of `values`; equal weights if absent.",
    )

    @model_validator(mode="after")
    def _has_weights_for_all(self) -> Self:
        if self.weights is not None and (len(self.weights) != len(self.values) or not sum(self.weights) > 0):
            raise ValueError("'weights' must be as many as 'values', and not all of them 0")
        return self


Distribution = Annotated[
    Normal | Lognormal | Exponential | Uniform | Triangular | Discrete, pydantic.Discriminator("distribution")
]
