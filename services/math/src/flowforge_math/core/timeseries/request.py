"""The part of a request that brings a time series."""

from typing import Annotated

from pydantic import Field

from servicekit import RequestBody

Value = Annotated[float, Field(allow_inf_nan=False)]


class SeriesRequest(RequestBody):
    """Gaps are null; they are filled by linear interpolation where a method needs all values."""

    values: list[Value | None] = Field(min_length=1, max_length=100_000, description="In the order of time.")
