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
    test: Test = Field(
        default="auto", description="The test; `auto` chooses by the data and their assumptions."
    )
    samples: list[str] = Field(
        [], max_length=100, description="Columns that are samples; all numeric ones if empty."
    )
    value_column: str | None = Field(None, description="With `group_column`: the column of values.")
    group_column: str | None = Field(None, description="The column that tells the sample of each row.")
    paired: bool = Field(default=False, description="Whether the rows of two samples belong together.")
    value: float = Field(0, allow_inf_nan=False, description="What one sample is compared with.")
    alternative: Literal["two-sided", "less", "greater"] = Field(
        default="two-sided",
        description=(
            "`two-sided` asks whether there is a difference; `less` and `greater` ask for its direction."
        ),
    )
    confidence: float = Field(
        0.95, ge=0.5, le=0.9999, description="Level of the confidence intervals: 0.95 gives 95 % intervals."
    )


class Part(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class EffectSize(Part):
    name: str = Field(description="Which measure, such as Cohen's d.")
    value: float = Field(description="The effect in this measure.")
    magnitude: Literal["negligible", "small", "medium", "large"] | None = Field(
        description="Conventional word for this size; null if there is no convention."
    )


class ConfidenceInterval(Part):
    of: str = Field(description="The quantity that the interval is for.")
    low: float | None = Field(description="Null: without end.")
    high: float | None = Field(description="Upper end; null if there is none.")
    confidence: float = Field(description="Level of the interval: 0.95 is 95 %.")


class CheckedAssumption(Part):
    name: str = Field(description="The assumption, such as normality or equal variances.")
    holds: bool = Field(description="Whether the data are compatible with it.")
    p_value: float | None = Field(description="p-value of the check; null if it needs none.")
    note: str = Field(description="What was checked, and how.")


class GroupComparison(Part):
    first: str = Field(description="First group of the pair.")
    second: str = Field(description="Second group of the pair.")
    difference: float = Field(description="Mean of the first group minus that of the second.")
    low: float = Field(description="Lower end of the interval of the difference.")
    high: float = Field(description="Upper end of the interval of the difference.")
    p_value: float = Field(description="p-value, adjusted for the number of comparisons.")


class SampleSize(BaseModel):
    name: str = Field(description="Column or group of the sample.")
    count: int = Field(description="Numbers in the sample.")
    mean: float = Field(description="Mean of the sample.")
    standard_deviation: float | None = Field(
        description="Sample standard deviation; null for a single value."
    )


class HypothesisResult(BaseModel):
    test: str = Field(description="The test that was used.")
    reason: str = Field(description="Why this test.")
    sentence: str = Field(description="The outcome in plain words.")
    statistic: float | None = Field(description="Null where it is infinite.")
    p_value: float = Field(
        description="Probability of a statistic at least this extreme if there were no difference."
    )
    significant: bool = Field(description="Whether the p-value is below 1 - confidence.")
    degrees_of_freedom: list[float] = Field(
        description="Degrees of freedom of the test; empty for tests without any."
    )
    effect_size: EffectSize | None = Field(
        description=(
            "How large the difference is, independent of the number of rows; null where none is defined."
        )
    )
    confidence_interval: ConfidenceInterval | None = Field(
        description="Interval of the difference or mean; null for tests without one."
    )
    assumptions: list[CheckedAssumption] = Field(description="What the test assumes, checked on the data.")
    comparisons: list[GroupComparison] = Field(description="Of each two samples, by Tukey.")
    samples: list[SampleSize] = Field(description="Size, mean and spread of each sample.")
    warnings: list[str] = Field(
        description=(
            "What limits the answer, such as values left out or a poorly conditioned problem; "
            "empty if nothing does."
        )
    )


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
