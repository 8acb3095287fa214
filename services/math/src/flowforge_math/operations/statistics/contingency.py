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
    row_column: str | None = None
    column_column: str | None = None
    test: Literal["auto", "chi_square", "fisher"] = "auto"
    confidence: float = Field(0.95, ge=0.5, le=0.9999)

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        given = (self.table is not None, self.file is not None, self.data is not None)
        if sum(given) != 1:
            raise ValueError("give exactly one of 'table', 'data' and 'file'")
        if self.table is None and (self.row_column is None or self.column_column is None):
            raise ValueError("name 'row_column' and 'column_column'")
        return self


class ContingencyResult(BaseModel):
    test: Literal["chi_square", "fisher"]
    sentence: str
    statistic: float | None = Field(description="Chi-square; null for Fisher's test.")
    degrees_of_freedom: int | None
    p_value: float
    cramers_v: float = Field(description="Strength from 0 to 1.")
    odds_ratio: float | None = Field(description="Of a table of 2 by 2.")
    odds_ratio_low: float | None
    odds_ratio_high: float | None
    rows: list[str]
    columns: list[str]
    table: list[list[int]]
    expected: list[list[float]]
    warnings: list[str]


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
