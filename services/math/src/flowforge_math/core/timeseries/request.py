"""The part of a request that brings a time series."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from flowforge_math.core.samples.form import DataForm

Value = Annotated[float, Field(allow_inf_nan=False)]
MAX_VALUES = 100_000


class SeriesRequest(DataForm):
    """Gaps are null; they are filled by linear interpolation where a method needs all values."""

    values: list[Value | None] | None = Field(
        None, min_length=1, max_length=MAX_VALUES, description="In the order of time, instead of a table."
    )
    column: str | None = Field(
        None,
        description="Column of `data`, `rows` or `file` that is the series; the first numeric one if absent.",
    )

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if sum(source is not None for source in (self.values, self.file, self.rows, self.data)) != 1:
            raise ValueError("give exactly one of 'values', 'data', 'rows' and 'file'")
        return self
