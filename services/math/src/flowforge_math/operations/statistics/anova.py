"""Analyze the variance of a column by one or two factors, with their interaction.

Sums of squares are of type II: each factor after the other one. Groups may have different sizes. Rows
that lack the value or a factor are left out.
"""

from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import Process, operation


class AnovaForm(DataForm):
    value: str = Field(description="Column of the values.")
    factors: list[str] = Field(min_length=1, max_length=2, description="One or two columns of categories.")
    interaction: bool = Field(
        default=True, description="Test whether the effect of one factor depends on the other."
    )
    confidence: float = Field(
        0.95, ge=0.5, le=0.9999, description="An effect is significant below 1 minus this."
    )


class AnovaEffect(BaseModel):
    source: str = Field(description="A factor, or both joined by x for their interaction.")
    sum_of_squares: float = Field(description="Of type II.")
    degrees_of_freedom: int = Field(description="Of the effect.")
    f: float | None = Field(description="The F statistic; null where groups do not vary at all.")
    p_value: float | None = Field(description="Probability of such an F without an effect.")
    partial_eta_squared: float | None = Field(description="Size of the effect from 0 to 1.")
    significant: bool = Field(description="Whether the p-value is below 1 - confidence.")


class AnovaCell(BaseModel):
    levels: list[str] = Field(description="The level of each factor.")
    count: int = Field(description="Rows in this group.")
    mean: float | None = Field(description="Null for an empty group.")
    standard_deviation: float | None = Field(description="Null for fewer than 2 rows.")


class AnovaResult(BaseModel):
    sentence: str = Field(description="The outcome in plain words.")
    effects: list[AnovaEffect] = Field(description="The rows of the table of variance.")
    residual_sum_of_squares: float = Field(description="What no effect explains.")
    residual_degrees_of_freedom: int = Field(description="Rows minus parameters.")
    total_sum_of_squares: float = Field(description="About the mean of all rows.")
    r_squared: float = Field(description="Share of the variance that the effects explain.")
    rows: int = Field(description="Complete rows.")
    balanced: bool = Field(description="Whether all groups have the same size.")
    cells: list[AnovaCell] = Field(description="Each combination of levels.")
    warnings: list[str] = Field(description="What was left out and what limits the result.")


@operation(
    "/statistics/anova",
    example={
        "data": {
            "yield": [4.1, 4.5, 5.2, 5.6, 3.9, 4.2, 6.1, 6.4],
            "soil": ["clay", "clay", "sand", "sand", "clay", "clay", "sand", "sand"],
            "water": ["low", "low", "low", "low", "high", "high", "high", "high"],
        },
        "value": "yield",
        "factors": ["soil", "water"],
    },
    errors=SAMPLE_FAULTS,
    run=Process(max_memory_bytes=2 << 30),
    deadline=timedelta(seconds=25),
)
def analyze_variance(form: AnovaForm) -> AnovaResult:
    from flowforge_math.core.inference.factors import answer  # noqa: PLC0415 - scipy, in the worker alone

    return AnovaResult.model_validate(answer(form))
