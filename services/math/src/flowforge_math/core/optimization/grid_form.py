"""The part of a request that brings a table of costs or distances as a file."""

from pydantic import Field

from flowforge_tables import DecimalMark
from servicekit import FileInput, RequestForm


class GridForm(RequestForm):
    """A table whose columns and rows have names."""

    file: FileInput | None = Field(
        default=None,
        description="The table as CSV, XLSX, Parquet, NDJSON or JSON, with the names of its columns first.",
    )
    name_column: str | None = Field(
        None,
        description="Column of the file with the names of its rows; by default the first, if it holds texts.",
    )
    sheet: str | None = Field(None, description="Of XLSX; the first one if absent.")
    decimal_mark: DecimalMark = Field("auto", description="Of CSV.")
