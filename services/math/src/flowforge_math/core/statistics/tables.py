"""Read a table into columns on disk, a megabyte at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import polars as pl

from flowforge_math.core.statistics.columns import Column, Doubles
from flowforge_math.core.statistics.faults import TooManyColumns, UnknownColumn, UnsupportedTable

Format = Literal["csv", "ndjson", "parquet"]
Batch = Mapping[str, tuple[Doubles, int]]
MAX_COLUMNS: Final = 256
SHOWN_COLUMNS: Final = 20
_MAGIC: Final[Mapping[bytes, str]] = {
    b"PK\x03\x04": "an XLSX or ZIP file",
    b"\xd0\xcf\x11\xe0": "an XLS file",
    b"\x1f\x8b": "a GZIP file",
    b"%PDF": "a PDF file",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is written; `columns` are those wanted, all if empty."""

    columns: tuple[str, ...] = ()
    delimiter: str | None = None
    decimal_mark: str = "."
    header: bool = True
    missing: frozenset[str] = frozenset()


def format_of(path: Path) -> Format:
    """Tell the format by the first bytes. Raises UnsupportedTable for one that is known and not read."""
    with path.open("rb") as file:
        start = file.read(64)
    for magic, found in _MAGIC.items():
        if start.startswith(magic):
            raise UnsupportedTable(found=found)
    if start.startswith(b"PAR1"):
        return "parquet"
    return "ndjson" if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")) else "csv"


def spool(batches: Iterable[Batch], folder: Path, check: Callable[[], None]) -> list[Column]:
    """Write every column of *batches* into *folder*; one that begins or ends early is padded."""
    columns: dict[str, Column] = {}
    rows = 0
    for batch in batches:
        check()
        for name, (values, missing) in batch.items():
            if name not in columns:
                columns[name] = Column(name, folder / f"column_{len(columns)}")
                columns[name].pad(rows)
            columns[name].append(values, missing)
        rows = max([rows, *(column.rows for column in columns.values())])
        for column in columns.values():
            column.pad(rows)
    return list(columns.values())


def choose(known: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return the columns to read. Raises UnknownColumn, or TooManyColumns over 256."""
    for name in wanted:
        if name not in known:
            shown = ", ".join(known[:SHOWN_COLUMNS]) + (", ..." if len(known) > SHOWN_COLUMNS else "")
            raise UnknownColumn(name=name, known=shown)
    chosen = list(dict.fromkeys(wanted)) or list(known)
    if len(chosen) > MAX_COLUMNS:
        raise TooManyColumns(count=len(chosen), limit=MAX_COLUMNS)
    return chosen


def numbers_of(frame: pl.DataFrame, reading: Reading) -> Iterator[tuple[str, tuple[Doubles, int]]]:
    """Yield each column's doubles, and how many of its rows are empty."""
    for series in frame.iter_columns():
        if series.dtype == pl.String:
            text = series.str.strip_chars()
            empty = text.is_null() | text.is_in(["", *reading.missing])
            if reading.decimal_mark == ",":
                text = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
            series = text.set(empty, None)  # noqa: PLW2901 - the same column, cleaned
        elif not series.dtype.is_numeric():
            yield series.name, (np.full(len(series), np.nan), series.null_count())
            continue
        missing = series.null_count()
        doubles = series.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
        yield series.name, (doubles, missing)
