"""Find outliers in columns: beyond fences, by robust scores, or by a test.

`iqr` marks what is beyond Tukey's fences, `z_score` what is far from the mean, `mad` what is far from the
median by the median deviation, and `esd` what Rosner's test finds in normal data (with `max_outliers` 1
it is that of Grubbs).
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import Process, operation


class OutliersForm(DataForm):
    columns: list[str] = Field(
        [], max_length=50, description="Columns to look at; all numeric ones if empty."
    )
    method: Literal["iqr", "z_score", "mad", "esd"] = Field("iqr", description="How outliers are told.")
    threshold: float | None = Field(
        None, gt=0, le=100, description="Interquartile ranges or scores allowed; 1.5, 3 or 3.5 if absent."
    )
    max_outliers: int = Field(10, ge=1, le=100, description="Of esd: how many are looked for at the most.")
    confidence: float = Field(0.95, ge=0.5, le=0.9999, description="Of esd.")


class OutlyingValue(BaseModel):
    column: str = Field(description="Where it stands.")
    row: int = Field(description="Counted from 0.")
    value: float = Field(description="The value.")
    score: float = Field(description="Distance in interquartile ranges or deviations, negative below.")


class OutlyingColumn(BaseModel):
    column: str = Field(description="The column.")
    count: int = Field(description="How many outliers it has.")
    low: float | None = Field(description="Values below are outliers; null for esd.")
    high: float | None = Field(description="Values above are outliers; null for esd.")


class OutliersResult(BaseModel):
    outliers: list[OutlyingValue] = Field(description="1,000 at the most.")
    columns: list[OutlyingColumn] = Field(description="Each column with its limits.")
    rows: list[int] = Field(description="Rows with an outlier in any column, counted from 0.")
    warnings: list[str] = Field(description="What had to be guessed or left out.")


@operation(
    "/statistics/outliers",
    example={"data": {"amount": [12.5, 13.1, 11.8, 14.2, 12.9, 40]}},
    errors=SAMPLE_FAULTS,
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def find_outliers(form: OutliersForm) -> OutliersResult:
    from flowforge_math.core.inference.outlying import answer  # noqa: PLC0415 - scipy, in the worker alone

    return OutliersResult.model_validate(answer(form))
