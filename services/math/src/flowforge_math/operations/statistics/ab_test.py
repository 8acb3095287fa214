"""Evaluate an A/B test of conversions, or plan one: the sample size for an effect, or the power of a size.

With `visitors` and `conversions` of the variants A and B, their rates are compared: difference with interval,
p-value, the probability that B is better (uniform priors), and the visitors needed for a firm answer. With
`baseline` and `minimum_effect`, the visitors that each variant needs are computed.
"""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.inference.experiments import compare, needed
from servicekit import Inline, RequestBody, operation

Count = Annotated[int, Field(ge=0, le=10**12)]


class AbTestRequest(RequestBody):
    visitors: tuple[Annotated[int, Field(ge=1, le=10**12)], Annotated[int, Field(ge=1, le=10**12)]] | None = (
        Field(default=None, description="Visitors of variant A and of variant B.")
    )
    conversions: tuple[Count, Count] | None = Field(
        default=None, description="Conversions of variant A and of variant B."
    )
    baseline: float | None = Field(None, gt=0, lt=1, description="The rate of A that is expected.")
    minimum_effect: float | None = Field(
        None, gt=-1, lt=1, description="The difference of rates to be found."
    )
    confidence: float = Field(
        0.95, ge=0.5, le=0.9999, description="Level of the confidence intervals: 0.95 gives 95 % intervals."
    )
    power: float = Field(
        0.8, ge=0.5, le=0.999, description="Probability of detecting the effect if it exists, for planning."
    )

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        evaluates = self.visitors is not None and self.conversions is not None
        plans = self.baseline is not None and self.minimum_effect is not None
        if evaluates == plans:
            raise ValueError("give 'visitors' and 'conversions', or 'baseline' and 'minimum_effect'")
        if (
            self.visitors
            and self.conversions
            and any(converted > seen for seen, converted in zip(self.visitors, self.conversions, strict=True))
        ):
            raise ValueError("'conversions' must not exceed 'visitors'")
        target = (self.baseline or 0.0) + (self.minimum_effect or 0.0)
        if plans and (self.minimum_effect == 0 or not 0 < target < 1):
            raise ValueError("'baseline' and 'minimum_effect' must give another rate between 0 and 1")
        return self


class AbTestResult(BaseModel):
    sentence: str = Field(description="The outcome in one sentence.")
    rate_a: float = Field(description="Conversion rate of variant A, from 0 to 1.")
    rate_b: float = Field(description="Conversion rate of variant B, from 0 to 1.")
    difference: float = Field(description="`rate_b` minus `rate_a`.")
    low: float | None = Field(description="Of the interval of the difference; null when planning.")
    high: float | None = Field(description="Upper end of the interval of the difference; null when planning.")
    relative_lift: float | None = Field(description="Null where A has no conversions.")
    p_value: float | None = Field(
        description=(
            "Probability of a difference at least this large if the rates were equal; null when planning."
        )
    )
    probability_b_is_better: float | None = Field(
        description="Bayesian probability that the rate of B is higher; null when planning."
    )
    visitors_needed: int | None = Field(
        description="Of each variant, to find this difference with this power."
    )


@operation(
    "/statistics/ab-test",
    example={"visitors": [1000, 1000], "conversions": [100, 130]},
    run=Inline(),
)
def evaluate_ab_test(request: AbTestRequest) -> AbTestResult:
    if request.visitors is not None and request.conversions is not None:
        return AbTestResult.model_validate(
            compare(request.visitors, request.conversions, request.confidence, request.power)
        )
    first = request.baseline or 0.0
    second = first + (request.minimum_effect or 0.0)
    count = needed(first, second, request.confidence, request.power)
    return AbTestResult(
        sentence=f"Each variant needs {count:,} visitors to find a change from {first:.4g} to {second:.4g}.",
        rate_a=first,
        rate_b=second,
        difference=second - first,
        low=None,
        high=None,
        relative_lift=(second - first) / first,
        p_value=None,
        probability_b_is_better=None,
        visitors_needed=count,
    )
