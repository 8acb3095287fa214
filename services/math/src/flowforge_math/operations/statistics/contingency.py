"""Test whether two categories are related: chi-square or Fisher's exact test on a table of counts.

Give `table`, or `row_column` and `column_column` of the data, whose pairs are counted. Fisher's test is taken
for tables of 2 by 2 with an expected count under 5.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import Process, operation

Count = Annotated[int, Field(ge=0, le=10**12)]


class ContingencyForm(DataForm):
    table: list[Annotated[list[Count], Field(min_length=2, max_length=100)]] | None = Field(
        None, min_length=2, max_length=100, description="Counts, row by row."
    )
    row_column: str | None = Field(default=None, description="Column whose values are the rows of the table.")
    column_column: str | None = Field(
        default=None, description="Column whose values are the columns of the table."
    )
    test: Literal["auto", "chi_square", "fisher"] = Field(
        default="auto",
        description=(
            "`auto` takes Fisher's exact test for 2 x 2 tables with small counts, else chi- square."
        ),
    )
    confidence: float = Field(
        0.95, ge=0.5, le=0.9999, description="Level of the confidence intervals: 0.95 gives 95 % intervals."
    )

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        given = [source is not None for source in (self.table, self.file, self.rows, self.data)]
        if sum(given) != 1:
            raise ValueError("give exactly one of 'table', 'data', 'rows' and 'file'")
        if self.table is None and (self.row_column is None or self.column_column is None):
            raise ValueError("name 'row_column' and 'column_column'")
        return self


class ContingencyResult(BaseModel):
    test: Literal["chi_square", "fisher"] = Field(description="The test that was used.")
    sentence: str = Field(description="The outcome in one sentence.")
    statistic: float | None = Field(description="Chi-square; null for Fisher's test.")
    degrees_of_freedom: int | None = Field(
        description="Degrees of freedom of chi-square; null for Fisher's test."
    )
    p_value: float = Field(
        description=(
            "Probability of a result at least this extreme if there were no effect; null where it "
            "is not defined."
        )
    )
    cramers_v: float = Field(description="Strength from 0 to 1.")
    odds_ratio: float | None = Field(description="Of a table of 2 by 2.")
    odds_ratio_low: float | None = Field(
        description="Lower end of the interval of the odds ratio; null but for 2 x 2 tables."
    )
    odds_ratio_high: float | None = Field(
        description="Upper end of the interval of the odds ratio; null but for 2 x 2 tables."
    )
    rows: list[str] = Field(description="Labels of the rows of `table`.")
    columns: list[str] = Field(description="Labels of the columns of `table`.")
    table: list[list[int]] = Field(description="The counts, row by row.")
    expected: list[list[float]] = Field(
        description="Counts that unrelated categories would have, row by row."
    )
    warnings: list[str] = Field(
        description=(
            "What limits the answer, such as values left out or a poorly conditioned problem; "
            "empty if nothing does."
        )
    )


@operation(
    "/statistics/contingency",
    example={"table": [[30, 10], [15, 25]]},
    errors=SAMPLE_FAULTS,
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def test_contingency(form: ContingencyForm) -> ContingencyResult:
    from flowforge_math.core.inference.contingency import answer  # noqa: PLC0415 - scipy, in the worker alone

    return ContingencyResult.model_validate(answer(form))
