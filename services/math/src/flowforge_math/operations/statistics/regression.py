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
    target: str = Field(description="Column to explain.")
    predictors: list[str] = Field(min_length=1, max_length=50, description="Columns that explain the target.")
    model: Literal["linear", "polynomial", "logistic", "ridge", "quantile", "robust"] = Field(
        default="linear", description="Kind of regression."
    )
    degree: int = Field(2, ge=1, le=15, description="Of polynomial, with one predictor.")
    intercept: bool = Field(default=True, description="Whether the model has a constant term.")
    penalty: float = Field(1, ge=0, le=1e12, description="Of ridge, on standardized predictors.")
    quantile: float = Field(
        0.5,
        gt=0,
        lt=1,
        description="Quantile of the target that quantile regression fits: 0.5 is the median.",
    )
    confidence: float = Field(
        0.95, ge=0.5, le=0.9999, description="Level of the confidence intervals: 0.95 gives 95 % intervals."
    )
    predict: list[dict[str, Value]] = Field(
        [],
        max_length=10_000,
        fail_fast=True,
        description="Rows to predict, each with a value for every predictor.",
    )


class Coefficient(BaseModel):
    name: str = Field(description="Predictor, or `intercept`.")
    value: float = Field(description="Change of the target for a rise of the predictor by 1.")
    standard_error: float | None = Field(
        description="Standard error of the coefficient; null for models that have none."
    )
    statistic: float | None = Field(description="t, or z for logistic and robust.")
    p_value: float | None = Field(
        description=(
            "Probability of a result at least this extreme if there were no effect; null where it "
            "is not defined."
        )
    )
    low: float | None = Field(
        description="Lower end of the confidence interval; null for models that have none."
    )
    high: float | None = Field(
        description="Upper end of the confidence interval; null for models that have none."
    )


class Diagnostic(BaseModel):
    name: str = Field(description="What is checked, such as heteroscedasticity.")
    value: float | None = Field(description="Statistic of the check; null where it is undefined.")
    p_value: float | None = Field(
        description=(
            "Probability of a result at least this extreme if there were no effect; null where it "
            "is not defined."
        )
    )
    note: str = Field(description="What the value means for the model.")


class Prediction(BaseModel):
    value: float = Field(description="Predicted target; a probability for logistic regression.")
    low: float | None = Field(
        description="Of the interval for one new observation; of linear and polynomial."
    )
    high: float | None = Field(
        description="Upper end of the prediction interval; null for models that have none."
    )


class RegressionResult(BaseModel):
    model: str = Field(description="Kind of regression that was fitted.")
    formula: str = Field(description="The fitted model as an equation.")
    rows: int = Field(description="Rows without missing values that were used.")
    coefficients: list[Coefficient] = Field(description="Intercept and coefficient of each predictor.")
    r_squared: float | None = Field(description="McFadden's for logistic.")
    adjusted_r_squared: float | None = Field(
        description="R squared corrected for the number of predictors; null for models that have none."
    )
    residual_standard_deviation: float | None = Field(
        description="Typical distance of the target from the model; null for models that have none."
    )
    f_statistic: float | None = Field(
        description="F statistic of the whole model; null for models that have none."
    )
    f_p_value: float | None = Field(description="p-value of the F statistic; null for models that have none.")
    diagnostics: list[Diagnostic] = Field(description="Checks of the assumptions of the model.")
    predictions: list[Prediction] = Field(description="Predicted values for the rows of `predict`, in order.")
    warnings: list[str] = Field(
        description=(
            "What limits the answer, such as values left out or a poorly conditioned problem; "
            "empty if nothing does."
        )
    )


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
