"""How a table is to be read, and how it was found to be written."""

from dataclasses import dataclass
from typing import Literal

Format = Literal["csv", "xlsx", "parquet", "ndjson", "json"]
DecimalMark = Literal["auto", ".", ","]
Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "windows-1252"]


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


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written. `skipped_bytes` come before its first record."""

    encoding: Encoding
    delimiter: str
    decimal_mark: Literal[".", ","]
    skipped_bytes: int = 0
