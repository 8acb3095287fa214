"""Reduce columns to their principal components (PCA).

The answer has the variance that each component explains, the weights of the columns in it, and the
`scores` of the rows, which replace the columns in plots and clusters.
"""

from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import Process, operation


class PcaForm(DataForm):
    columns: list[str] = Field(
        [], max_length=100, description="Columns to reduce; all numeric ones if empty."
    )
    components: int | None = Field(None, ge=1, le=100, description="How many to return; all if absent.")
    share: float | None = Field(
        None,
        gt=0,
        le=1,
        description="Instead of `components`: as many as explain this share of the variance.",
    )
    standardize: bool = Field(
        default=True, description="Scale each column to a standard deviation of 1 first."
    )
    scores: bool = Field(default=True, description="Return the components of each row.")


class PrincipalComponent(BaseModel):
    variance: float = Field(description="Variance along it.")
    share: float = Field(description="Share of the whole variance.")
    cumulative_share: float = Field(description="Share of this and all components before it.")
    weights: dict[str, float] = Field(description="Weight of each column; their squares add up to 1.")


class PcaResult(BaseModel):
    components: list[PrincipalComponent] = Field(description="The one of the greatest variance first.")
    scores: list[list[float] | None] = Field(description="Of each row; null for incomplete rows.")
    rows: int = Field(description="Complete rows.")
    columns: list[str] = Field(description="The columns that were reduced.")
    warnings: list[str] = Field(description="What was left out.")


@operation(
    "/statistics/pca",
    example={"data": {"height": [160, 172, 181, 168], "weight": [55, 70, 84, 66], "age": [30, 41, 25, 37]}},
    errors=SAMPLE_FAULTS,
    run=Process(max_memory_bytes=2 << 30),
    deadline=timedelta(seconds=25),
)
def reduce_columns(form: PcaForm) -> PcaResult:
    from flowforge_math.core.multivariate.components import answer  # noqa: PLC0415 - numpy, in the worker alone

    return PcaResult.model_validate(answer(form))
