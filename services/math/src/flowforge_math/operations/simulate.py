"""Simulate an expression over random variables (Monte Carlo), as a stream of estimates.

Each of `variables` has a distribution: normal, lognormal, exponential, uniform, triangular or discrete.
The expression knows what `evaluate` knows in doubles, less the functions of whole numbers; a comparison is 1
where it holds, so that the mean of `profit < 0` is the probability of a loss.

Server-sent events: `estimate` whenever a quarter more samples have come, then one `result`. It ends when half
the width of the confidence interval of the mean is within `precision` and `relative_precision`, where given
(after 32,768 samples at least), or at `max_samples`. The same `seed` gives the same stream. Quantiles are
those of the first 1,048,576 samples. A sample that is not finite ends the simulation with an error.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from flowforge_math.core.expressions import (
    DisallowedExpression,
    ExpressionTooComplex,
    MalformedExpression,
    UndefinedResult,
    UnknownFunction,
    UnknownName,
    parse,
)
from flowforge_math.core.simulation.distributions import Distribution, Finite
from servicekit import Context, Event, EventStream, RequestBody, operation

VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
Precision = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Fraction = Annotated[float, Field(ge=0, le=1)]


class SimulateRequest(RequestBody):
    expression: str = Field(description="The quantity to simulate, an expression of the variables.")
    variables: dict[VariableName, Distribution] = Field(
        min_length=1, max_length=50, description="Distribution of each random variable, by its name."
    )
    constants: dict[VariableName, Finite] = Field(
        {}, max_length=100, description="Numbers that the expression can use, by name."
    )
    max_samples: int = Field(
        1_000_000, ge=1_000, le=20_000_000, description="Samples after which the simulation ends in any case."
    )
    precision: Precision | None = Field(None, description="Half the interval's width, in the result's unit.")
    relative_precision: Precision | None = Field(None, description="Half the width as a part of the mean.")
    confidence: float = Field(
        0.95, ge=0.5, le=0.9999, description="Level of the confidence interval of the mean."
    )
    quantiles: list[Fraction] = Field(
        [0.05, 0.5, 0.95], max_length=20, description="Quantiles to estimate, from 0 to 1."
    )
    seed: int | None = Field(
        None, ge=0, le=2**53, description="Start of the random numbers: the same seed gives the same samples."
    )

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if twice := sorted(self.variables.keys() & self.constants.keys()):
            raise ValueError(f"'{twice[0]}' stands in 'variables' and in 'constants'")
        return self


class Part(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class SampleQuantile(Part):
    fraction: float = Field(description="Share of the samples at or below the value.")
    value: float = Field(description="The quantile, estimated from the samples.")


class Estimate(Part):
    samples: int = Field(description="Samples drawn so far.")
    mean: float = Field(description="Mean of the samples.")
    standard_deviation: float = Field(description="Standard deviation of the samples.")
    standard_error: float = Field(description="Of the mean.")
    confidence_low: float = Field(description="Lower end of the confidence interval of the mean.")
    confidence_high: float = Field(description="Upper end of the confidence interval of the mean.")
    minimum: float = Field(description="Least sample so far.")
    maximum: float = Field(description="Greatest sample so far.")
    quantiles: list[SampleQuantile] = Field(
        description="The quantiles asked for, in the order of the request."
    )
    finished: Literal["no", "precision", "max_samples"] = Field(
        description="`no` while sampling goes on; else what ended it."
    )


@operation(
    "/simulate",
    example={
        "expression": "price * quantity - cost",
        "variables": {
            "price": {"distribution": "normal", "mean": 12, "standard_deviation": 1.5},
            "quantity": {"distribution": "triangular", "low": 80, "mode": 100, "high": 150},
        },
        "constants": {"cost": 1000},
        "max_samples": 100_000,
        "seed": 1,
    },
    errors=[
        DisallowedExpression,
        ExpressionTooComplex,
        MalformedExpression,
        UndefinedResult,
        UnknownFunction,
        UnknownName,
    ],
    deadline=timedelta(seconds=60),
)
def simulate_expression(request: SimulateRequest, context: Context) -> EventStream[Estimate]:
    # numpy takes 25 MB: it is loaded by the first simulation.
    from flowforge_math.core.algebras.arrays import CONSTANTS, KNOWN  # noqa: PLC0415 - likewise
    from flowforge_math.core.simulation.estimation import Goal, estimates  # noqa: PLC0415 - likewise
    from flowforge_math.core.simulation.sampling import Sampler  # noqa: PLC0415 - likewise

    expression = parse(request.expression, "expression")
    expression.require_names({*CONSTANTS, *request.constants, *request.variables})
    expression.require_calls(KNOWN)
    sampler = Sampler(expression, request.variables, request.constants, request.seed)
    goal = Goal(
        max_samples=request.max_samples,
        confidence=request.confidence,
        precision=request.precision,
        relative_precision=request.relative_precision,
        quantiles=tuple(request.quantiles),
    )

    def events() -> Iterator[Event[Estimate]]:
        for estimate in estimates(sampler.draw, goal, context.check):
            name = "estimate" if estimate.finished == "no" else "result"
            yield Event(Estimate.model_validate(estimate), name)

    return EventStream(events())
