"""The part of a request that brings a time series."""

from typing import Annotated, ClassVar

from pydantic import Field

from flowforge_math.core.samples.form import DataForm

Value = Annotated[float, Field(ge=-1e150, le=1e150, allow_inf_nan=False)]
MAX_VALUES = 100_000


class SeriesRequest(DataForm):
    """Gaps are null; they are filled by linear interpolation where a method needs all values."""

    own_source: ClassVar[str | None] = "values"

    values: list[Value | None] | None = Field(
        None,
        min_length=1,
        max_length=MAX_VALUES,
        fail_fast=True,
        description="In the order of time, instead of a table.",
    )
    column: str | None = Field(
        None,
        description="Column of `data`, `rows` or `file` that is the series; the first numeric one if absent.",
    )
