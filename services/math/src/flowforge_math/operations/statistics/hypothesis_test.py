"""Test whether samples differ: the right test is chosen from the data, or named by you.

Give each sample as a column of `data`, or `value_column` with `group_column`. 'auto' looks at the number of
samples, whether rows are `paired`, normality (Shapiro-Wilk) and equal variances (Levene), and `reason` says
why it chose. The answer has the statistic, p-value, effect size, confidence interval and one plain sentence.
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import Process, operation

Test = Literal[
    "auto",
    "one_sample_t",
    "student_t",
    "welch_t",
    "paired_t",
    "mann_whitney",
    "wilcoxon",
    "anova",
    "welch_anova",
    "kruskal",
    "tukey",
    "kolmogorov_smirnov",
    "shapiro_wilk",
    "levene",
]


class HypothesisForm(DataForm):
    test: Test = "auto"
    samples: list[str] = Field(
        [], max_length=100, description="Columns that are samples; all numeric ones if empty."
    )
    value_column: str | None = Field(None, description="With `group_column`: the column of values.")
    group_column: str | None = Field(None, description="The column that tells the sample of each row.")
    paired: bool = Field(default=False, description="Whether the rows of two samples belong together.")
    value: float = Field(0, allow_inf_nan=False, description="What one sample is compared with.")
    alternative: Literal["two-sided", "less", "greater"] = "two-sided"
    confidence: float = Field(0.95, ge=0.5, le=0.9999)


class Part(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class EffectSize(Part):
    name: str
    value: float
    magnitude: Literal["negligible", "small", "medium", "large"] | None


class ConfidenceInterval(Part):
    of: str
    low: float | None = Field(description="Null: without end.")
    high: float | None
    confidence: float


class CheckedAssumption(Part):
    name: str
    holds: bool
    p_value: float | None
    note: str


class GroupComparison(Part):
    first: str
    second: str
    difference: float
    low: float
    high: float
    p_value: float


class SampleSize(BaseModel):
    name: str
    count: int
    mean: float
    standard_deviation: float | None


class HypothesisResult(BaseModel):
    test: str
    reason: str = Field(description="Why this test.")
    sentence: str = Field(description="The outcome in plain words.")
    statistic: float | None = Field(description="Null where it is infinite.")
    p_value: float
    significant: bool = Field(description="Whether the p-value is below 1 - confidence.")
    degrees_of_freedom: list[float]
    effect_size: EffectSize | None
    confidence_interval: ConfidenceInterval | None
    assumptions: list[CheckedAssumption]
    comparisons: list[GroupComparison] = Field(description="Of each two samples, by Tukey.")
    samples: list[SampleSize]
    warnings: list[str]


@operation(
    "/statistics/hypothesis-test",
    example={"data": {"a": [5.1, 4.9, 5.6, 5.8, 6.0], "b": [6.3, 6.1, 6.7, 6.9, 7.2]}},
    errors=SAMPLE_FAULTS,
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def compare_samples(form: HypothesisForm) -> HypothesisResult:
    from flowforge_math.core.inference.answering import answer_test  # noqa: PLC0415 - scipy, in the worker alone

    return HypothesisResult.model_validate(answer_test(form))
