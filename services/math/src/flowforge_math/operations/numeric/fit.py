"""Fit a curve to points by nonlinear least squares: a named model, or an expression of your own.

Give the points as `x` and `y`, or as the columns `predictors` and `target` of `data`, `rows` or a `file`. In
an expression the variables are the predictors by their names, or x (x1, x2 and so on, if there are several);
all other names are parameters, whose `start` values you give. Slopes are exact, two methods are tried, and
the best is refined by Gauss and Newton. Standard errors and intervals follow from the slopes. A search that
ends where there is no minimum is an error, and `warnings` name parameters that the points do not determine.
"""

from datetime import timedelta
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from flowforge_math.core.numerics.faults import NoConvergence, NumericTask
from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, operation

Number = Annotated[float, Field(allow_inf_nan=False)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
FitModel = Literal["exponential", "power", "logistic", "gaussian", "michaelis_menten", "sine"]
MAX_POINTS = 100_000


class FitForm(DataForm):
    own_source: ClassVar[str | None] = "x"

    x: list[Number] | None = Field(
        None,
        min_length=2,
        max_length=MAX_POINTS,
        fail_fast=True,
        description="Positions of the points, with `y`, instead of a table.",
    )
    y: list[Number] | None = Field(
        None,
        min_length=2,
        max_length=MAX_POINTS,
        fail_fast=True,
        description="Values at the positions, in the same order.",
    )
    target: str = Field("y", description="Of a table: the column of values.")
    predictors: list[str] = Field(
        ["x"], min_length=1, max_length=10, description="Of a table: the columns that the values depend on."
    )
    model: FitModel | None = Field(default=None, description="A named model. Give this or `expression`.")
    expression: str | None = Field(None, description="Such as a*exp(-b*x) + c.")
    start: dict[Name, Number] = Field({}, max_length=20, description="Of each parameter of `expression`.")
    confidence: float = Field(
        0.95, ge=0.5, le=0.9999, description="Level of the confidence intervals: 0.95 gives 95 % intervals."
    )

    @model_validator(mode="after")
    def _has_pairs(self) -> Self:
        if (self.x is None) != (self.y is None):
            raise ValueError("'x' and 'y' belong together")
        if self.x is not None and self.y is not None and len(self.x) != len(self.y):
            raise ValueError("'x' and 'y' must have the same length")
        return self

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.model is None) == (self.expression is None):
            raise ValueError("give exactly one of 'model' and 'expression'")
        if self.model is not None and len(self.predictors) > 1:
            raise ValueError("a named 'model' has one of 'predictors'")
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
    points: int = Field(description="How many points were used.")
    residual_sum_of_squares: float = Field(
        description="Sum of the squared distances of the points from the curve."
    )
    residual_standard_deviation: float | None = Field(
        description="Typical distance of a point from the curve; null without points to spare."
    )
    r_squared: float | None = Field(
        description="Share of the variance that the curve explains, up to 1; null for constant values."
    )
    warnings: list[str] = Field(
        description="Rows left out, parameters that are not determined, a doubtful fit; empty if nothing is."
    )


@operation(
    "/numeric/fit",
    example={"x": [0, 1, 2, 3, 4], "y": [5, 3.1, 1.8, 1.1, 0.7], "model": "exponential"},
    errors=[*READING, NoConvergence, NumericTask, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
    dearest=lambda: {
        "x": [place / 1_000 for place in range(MAX_POINTS)],
        "y": [place % 97 for place in range(MAX_POINTS)],
        "expression": " + ".join(f"a{term}*exp(-b{term}*x)" for term in range(10)),
        "start": {f"{name}{term}": 1 + term / 7 for name in "ab" for term in range(10)},
    },
)
def fit_curve(form: FitForm) -> FitResult:
    from flowforge_math.core.numerics.fitting import fit  # noqa: PLC0415 - scipy and sympy, in the worker alone

    return FitResult.model_validate(fit(form))
