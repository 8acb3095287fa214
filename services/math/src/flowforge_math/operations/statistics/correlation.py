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
    method: Literal["pearson", "spearman", "kendall"] = Field(
        default="pearson",
        description=("`pearson` for linear relations, `spearman` and `kendall` for monotonic ones by ranks."),
    )
    confidence: float = Field(
        0.95, ge=0.5, le=0.9999, description="Level of the confidence intervals: 0.95 gives 95 % intervals."
    )


class CorrelatedPair(BaseModel):
    first: str = Field(description="First column of the pair.")
    second: str = Field(description="Second column of the pair.")
    coefficient: float = Field(description="Correlation from -1 to 1.")
    p_value: float = Field(
        description=(
            "Probability of a result at least this extreme if there were no effect; null where it "
            "is not defined."
        )
    )
    low: float | None = Field(description="Of the confidence interval; for pearson.")
    high: float | None = Field(
        description="Upper end of the confidence interval; null where it is undefined."
    )
    rows: int = Field(description="Rows in which both columns have a number.")


class CorrelationResult(BaseModel):
    columns: list[str] = Field(description="The columns that were compared.")
    matrix: list[list[float | None]] = Field(description="Null where a pair has no coefficient.")
    pairs: list[CorrelatedPair] = Field(description="The strongest first.")
    warnings: list[str] = Field(
        description=(
            "What limits the answer, such as values left out or a poorly conditioned problem; "
            "empty if nothing does."
        )
    )


@operation(
    "/statistics/correlation",
    example={"data": {"x": [1, 2, 3, 4, 5], "y": [2, 4, 5, 4, 5]}},
    errors=SAMPLE_FAULTS,
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
    dearest=lambda: {
        "data": {f"c{at}": [row * (at + 7) % 997 for row in range(8_000)] for at in range(50)},
        "method": "kendall",
    },
)
def correlate_columns(form: CorrelationForm) -> CorrelationResult:
    from flowforge_math.core.inference.correlations import answer  # noqa: PLC0415 - scipy, in the worker alone

    return CorrelationResult.model_validate(answer(form))
