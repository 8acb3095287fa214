"""The part of a request that brings columns of data."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from flowforge_tables import DecimalMark
from servicekit import FileInput, RequestForm

Cell = bool | Annotated[float, Field(allow_inf_nan=False)] | str | None
MAX_ROWS = 1_000_000
MAX_COLUMNS = 256


class DataForm(RequestForm):
    """Columns by name: in `data`, in `rows`, or in a `file` of CSV, XLSX, Parquet, NDJSON or JSON.

    `own_source` is the field of a form that may be given instead of them.
    """

    own_source: ClassVar[str | None] = None

    file: FileInput | None = Field(
        default=None,
        description=(
            "A table with a header row: CSV, XLSX, Parquet, NDJSON or JSON. Give this or inline values."
        ),
    )
    rows: list[dict[str, Cell]] | None = Field(
        None,
        max_length=MAX_ROWS,
        fail_fast=True,
        description='Rows as objects, instead of `data`: [{"price": 1, "group": "a"}].',
    )
    data: dict[str, Annotated[list[Cell], Field(max_length=MAX_ROWS, fail_fast=True)]] | None = Field(
        None,
        max_length=MAX_COLUMNS,
        description='Columns of equal length: {"price": [1, 2], "group": ["a", "b"]}.',
    )
    sheet: str | None = Field(None, description="Of XLSX; the first one if absent.")
    decimal_mark: DecimalMark = Field("auto", description="Of CSV.")

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        names = [name for name in (self.own_source, "data", "rows", "file") if name is not None]
        if sum(getattr(self, name) is not None for name in names) != 1:
            *others, last = (f"'{name}'" for name in names)
            raise ValueError(f"give exactly one of {', '.join(others)} and {last}")
        return self
