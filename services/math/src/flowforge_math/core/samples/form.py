"""The part of a request that brings columns of data."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from flowforge_tables import DecimalMark
from servicekit import FileInput, RequestForm

Cell = bool | Annotated[float, Field(allow_inf_nan=False)] | str | None
MAX_ROWS = 1_000_000


class DataForm(RequestForm):
    """Columns by name: in `data`, or in a `file` of CSV, XLSX, Parquet, NDJSON or JSON."""

    file: FileInput | None = Field(
        default=None,
        description=(
            "A table with a header row: CSV, XLSX, Parquet, NDJSON or JSON. Give this or inline values."
        ),
    )
    data: dict[str, Annotated[list[Cell], Field(max_length=MAX_ROWS)]] | None = Field(
        None, max_length=256, description='Columns of equal length: {"price": [1, 2], "group": ["a", "b"]}.'
    )
    sheet: str | None = Field(None, description="Of XLSX; the first one if absent.")
    decimal_mark: DecimalMark = Field("auto", description="Of CSV.")

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.file is None) == (self.data is None):
            raise ValueError("give exactly one of 'data' and 'file'")
        return self
