"""How a table is to be read."""

from dataclasses import dataclass
from typing import Literal

Format = Literal["csv", "xlsx", "parquet", "ndjson", "json"]
DecimalMark = Literal["auto", ".", ","]
Mark = Literal[".", ","]


@dataclass(frozen=True, slots=True)
class TableOptions:
    """`columns` are those wanted, all if empty; what is None or 'auto' is detected.

    `missing` are texts that stand for an empty field. `header`: the first row of CSV or XLSX holds names.
    """

    format: Format | None = None
    columns: tuple[str, ...] = ()
    delimiter: str | None = None
    decimal_mark: DecimalMark = "auto"
    header: bool = True
    missing: frozenset[str] = frozenset()
    sheet: str | None = None
    max_columns: int = 256
