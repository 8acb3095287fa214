"""The part of a request that brings columns of data."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from flowforge_tables import DecimalMark
from servicekit import FileInput, RequestForm

Cell = bool | Annotated[float, Field(allow_inf_nan=False)] | str | None
MAX_ROWS = 1_000_000
MAX_COLUMNS = 256


class DataForm(RequestForm):
    """Columns by name: in `data`, in `rows`, or in a `file` of CSV, XLSX, Parquet, NDJSON or JSON."""

    file: FileInput | None = Field(
        default=None,
        description=(
            "A table with a header row: CSV, XLSX, Parquet, NDJSON or JSON. Give this or inline values."
        ),
    )
    rows: list[dict[str, Cell]] | None = Field(
        None,
        max_length=MAX_ROWS,
        description='Rows as objects, instead of `data`: [{"price": 1, "group": "a"}].',
    )
    data: dict[str, Annotated[list[Cell], Field(max_length=MAX_ROWS)]] | None = Field(
        None,
        max_length=MAX_COLUMNS,
        description='Columns of equal length: {"price": [1, 2], "group": ["a", "b"]}.',
    )
    sheet: str | None = Field(None, description="Of XLSX; the first one if absent.")
    decimal_mark: DecimalMark = Field("auto", description="Of CSV.")

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if sum(source is not None for source in (self.file, self.rows, self.data)) != 1:
            raise ValueError("give exactly one of 'data', 'rows' and 'file'")
        return self
