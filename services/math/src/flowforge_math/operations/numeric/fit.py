"""Fit a curve to points by nonlinear least squares: a named model, or an expression of your own.

In an expression, x is the variable and all other names are parameters, whose `start` values you give. Slopes
are exact, two methods are tried, and the best is refined by Gauss and Newton. Standard errors and intervals
follow from the slopes.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from flowforge_math.core.numerics.faults import NoConvergence, NumericTask
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation

Number = Annotated[float, Field(allow_inf_nan=False)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]


class FitRequest(RequestBody):
    x: list[Number] = Field(min_length=2, max_length=100_000, description="Positions of the points.")
    y: list[Number] = Field(
        min_length=2, max_length=100_000, description="Values at the positions, in the same order."
    )
    model: Literal["exponential", "power", "logistic", "gaussian", "michaelis_menten", "sine"] | None = Field(
        default=None, description="A named model. Give this or `expression`."
    )
    expression: str | None = Field(None, description="Such as a*exp(-b*x) + c.")
    start: dict[Name, Number] = Field({}, max_length=20, description="Of each parameter of `expression`.")
    confidence: float = Field(
        0.95, ge=0.5, le=0.9999, description="Level of the confidence intervals: 0.95 gives 95 % intervals."
    )

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.model is None) == (self.expression is None):
            raise ValueError("give exactly one of 'model' and 'expression'")
        if len(self.x) != len(self.y):
            raise ValueError("'x' and 'y' must have the same length")
        return self


class FittedParameter(BaseModel):
    name: str = Field(description="Name of the parameter in the model.")
    value: float = Field(description="Best estimate.")
    standard_error: float | None = Field(
        description="Standard error of the estimate; null where the points do not determine it."
    )
    low: float | None = Field(
        description="Lower end of the confidence interval; null where the points do not determine it."
    )
    high: float | None = Field(
        description="Upper end of the confidence interval; null where the points do not determine it."
    )


class FitResult(BaseModel):
    expression: str = Field(
        description="The fitted curve with its parameters as numbers, an expression of x."
    )
    parameters: list[FittedParameter] = Field(description="Each parameter of the curve with its uncertainty.")
    residual_sum_of_squares: float = Field(
        description="Sum of the squared distances of the points from the curve."
    )
    residual_standard_deviation: float | None = Field(
        description="Typical distance of a point from the curve; null without points to spare."
    )
    r_squared: float | None = Field(
        description="Share of the variance that the curve explains, up to 1; null for constant values."
    )


@operation(
    "/numeric/fit",
    example={"x": [0, 1, 2, 3, 4], "y": [5, 3.1, 1.8, 1.1, 0.7], "model": "exponential"},
    errors=[*READING, NoConvergence, NumericTask],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def fit_curve(request: FitRequest) -> FitResult:
    from flowforge_math.core.numerics.fitting import fit  # noqa: PLC0415 - scipy and sympy, in the worker alone

    return FitResult.model_validate(fit(request))
