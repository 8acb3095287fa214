"""Correlate columns with each other: Pearson, Spearman or Kendall, with p-values and intervals.

Each pair uses the rows in which both have a number.
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import Process, operation


class CorrelationForm(DataForm):
    columns: list[str] = Field([], max_length=50, description="All numeric columns if empty, 50 at the most.")
    method: Literal["pearson", "spearman", "kendall"] = "pearson"
    confidence: float = Field(0.95, ge=0.5, le=0.9999)


class CorrelatedPair(BaseModel):
    first: str
    second: str
    coefficient: float
    p_value: float
    low: float | None = Field(description="Of the confidence interval; for pearson.")
    high: float | None
    rows: int


class CorrelationResult(BaseModel):
    columns: list[str]
    matrix: list[list[float | None]] = Field(description="Null where a pair has no coefficient.")
    pairs: list[CorrelatedPair] = Field(description="The strongest first.")
    warnings: list[str]


@operation(
    "/statistics/correlation",
    example={"data": {"x": [1, 2, 3, 4, 5], "y": [2, 4, 5, 4, 5]}},
    errors=SAMPLE_FAULTS,
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def correlate_columns(form: CorrelationForm) -> CorrelationResult:
    from flowforge_math.core.inference.correlations import answer  # noqa: PLC0415 - scipy, in the worker alone

    return CorrelationResult.model_validate(answer(form))
