"""Fit a regression: linear, polynomial, logistic, ridge, quantile or robust, with diagnostics.

`target` is explained by `predictors`. Categories become columns of 0 and 1, their first level left out. An
ill-conditioned linear fit is computed in exact fractions. `predict` gives rows to predict for.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import InvalidInput, Process, operation

Value = Annotated[float, Field(allow_inf_nan=False)] | str


class NoFit(InvalidInput):
    code = "REGRESSION_NOT_POSSIBLE"
    message = "'{field}' allows no fit: {reason}."


class RegressionForm(DataForm):
    target: str
    predictors: list[str] = Field(min_length=1, max_length=50)
    model: Literal["linear", "polynomial", "logistic", "ridge", "quantile", "robust"] = "linear"
    degree: int = Field(2, ge=1, le=15, description="Of polynomial, with one predictor.")
    intercept: bool = True
    penalty: float = Field(1, ge=0, le=1e12, description="Of ridge, on standardized predictors.")
    quantile: float = Field(0.5, gt=0, lt=1)
    confidence: float = Field(0.95, ge=0.5, le=0.9999)
    predict: list[dict[str, Value]] = Field([], max_length=10_000)


class Coefficient(BaseModel):
    name: str
    value: float
    standard_error: float | None
    statistic: float | None = Field(description="t, or z for logistic and robust.")
    p_value: float | None
    low: float | None
    high: float | None


class Diagnostic(BaseModel):
    name: str
    value: float | None
    p_value: float | None
    note: str


class Prediction(BaseModel):
    value: float
    low: float | None = Field(
        description="Of the interval for one new observation; of linear and polynomial."
    )
    high: float | None


class RegressionResult(BaseModel):
    model: str
    formula: str
    rows: int
    coefficients: list[Coefficient]
    r_squared: float | None = Field(description="McFadden's for logistic.")
    adjusted_r_squared: float | None
    residual_standard_deviation: float | None
    f_statistic: float | None
    f_p_value: float | None
    diagnostics: list[Diagnostic]
    predictions: list[Prediction]
    warnings: list[str]


@operation(
    "/statistics/regression",
    example={
        "data": {"x": [1, 2, 3, 4, 5], "y": [2.1, 3.9, 6.2, 7.8, 10.1]},
        "target": "y",
        "predictors": ["x"],
    },
    errors=[NoFit, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=2 << 30),
    deadline=timedelta(seconds=25),
)
def fit_regression(form: RegressionForm) -> RegressionResult:
    from flowforge_math.core.inference.regressing import Impossible, answer  # noqa: PLC0415 - statsmodels, likewise

    try:
        return RegressionResult.model_validate(answer(form))
    except Impossible as error:
        raise NoFit(field=error.field, reason=error.reason) from error
