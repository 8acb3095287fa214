"""Test proportions: one against a value, two against each other, or several together.

Give `successes` and `trials`, or an `outcome` column with the value that counts as `success`, and a
`group` column. One proportion is tested by the exact binomial test, two by z with Newcombe's interval,
more by chi-square. Each proportion has Wilson's interval.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import Process, operation

Successes = Annotated[int, Field(ge=0, le=10**9)]
Trials = Annotated[int, Field(ge=1, le=10**9)]


class ProportionsForm(DataForm):
    successes: list[Successes] | None = Field(None, min_length=1, max_length=50, description="Of each group.")
    trials: list[Trials] | None = Field(None, min_length=1, max_length=50, description="Of each group.")
    names: list[str] = Field([], max_length=50, description="Of the groups; numbered if empty.")
    outcome: str | None = Field(None, description="Column that tells the outcome of each row.")
    success: str | None = Field(None, description="The value of `outcome` that is a success, such as yes.")
    group: str | None = Field(
        None, description="Column that tells the group of each row; one group if absent."
    )
    value: float = Field(0.5, gt=0, lt=1, description="What one proportion is compared with.")
    alternative: Literal["two-sided", "less", "greater"] = Field(
        "two-sided", description="What is looked for: any difference, or the first being less or greater."
    )
    confidence: float = Field(0.95, ge=0.5, le=0.9999, description="Of the intervals.")

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        tables = [source for source in (self.file, self.rows, self.data) if source is not None]
        if (self.successes is None) != (self.trials is None) or len(tables) + (self.trials is not None) != 1:
            raise ValueError("give 'successes' and 'trials', or one of 'data', 'rows' and 'file'")
        if self.successes is None and (self.outcome is None or self.success is None):
            raise ValueError("name the column 'outcome' and the value that is a 'success'")
        if self.successes is not None and self.trials is not None:
            self._check_counts(self.successes, self.trials)
        return self

    def _check_counts(self, successes: list[int], trials: list[int]) -> None:
        if len(successes) != len(trials) or (self.names and len(self.names) != len(trials)):
            raise ValueError("'successes', 'trials' and 'names' must have the same length")
        if any(won > tried for won, tried in zip(successes, trials, strict=True)):
            raise ValueError("'successes' must not exceed 'trials'")


class Proportion(BaseModel):
    name: str = Field(description="Of the group.")
    successes: int = Field(description="How often it succeeded.")
    trials: int = Field(description="How often it was tried.")
    proportion: float = Field(description="Successes divided by trials.")
    low: float = Field(description="Lower end of Wilson's interval.")
    high: float = Field(description="Upper end of Wilson's interval.")


class ProportionsResult(BaseModel):
    test: Literal["exact_binomial", "two_proportions_z", "chi_square"] = Field(
        description="The test that was run."
    )
    sentence: str = Field(description="The outcome in plain words.")
    statistic: float | None = Field(description="z or chi-square; null for the exact test.")
    degrees_of_freedom: int | None = Field(description="Of chi-square.")
    p_value: float = Field(description="Probability of such counts without a difference.")
    significant: bool = Field(description="Whether the p-value is below 1 - confidence.")
    difference: float | None = Field(description="First minus second, or minus `value`; null for several.")
    difference_low: float | None = Field(description="Lower end of Newcombe's interval, of two proportions.")
    difference_high: float | None = Field(description="Upper end of Newcombe's interval, of two proportions.")
    effect_size: float = Field(description="Cohen's h; Cramer's V of several.")
    groups: list[Proportion] = Field(description="Each proportion with its interval.")
    warnings: list[str] = Field(description="What limits the result.")


@operation(
    "/statistics/proportions",
    example={"successes": [56, 48], "trials": [70, 80]},
    errors=SAMPLE_FAULTS,
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def test_proportions(form: ProportionsForm) -> ProportionsResult:
    from flowforge_math.core.inference.shares import answer  # noqa: PLC0415 - scipy, in the worker alone

    return ProportionsResult.model_validate(answer(form))
