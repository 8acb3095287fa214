"""Read CSV a megabyte at a time, cut where a record ends: a quoted field may hold line breaks."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

from flowforge_tables.dialects import dialect_of, first_fields
from flowforge_tables.encodings import opened
from flowforge_tables.faults import UnreadableTable
from flowforge_tables.options import Dialect, TableOptions
from flowforge_tables.table import Table, choose, named

BLOCK: Final = 1 << 20
MAX_RECORD: Final = 16 << 20


def read_csv(path: Path, options: TableOptions) -> Table:
    """Open a CSV table. Raises UnreadableTable where the text is no CSV."""
    dialect, warnings = dialect_of(path, options)
    with opened(path, dialect.encoding, dialect.skipped_bytes) as file:
        first = _first_record(file)
    try:
        names = named(first_fields(first, dialect.delimiter), header=options.header)
    except csv.Error as error:
        raise UnreadableTable(format="CSV", reason="its first row has a field that is too long") from error
    wanted = choose(names, options)

    def frames() -> Iterator[pl.DataFrame]:
        with opened(path, dialect.encoding, dialect.skipped_bytes) as file:
            if options.header:
                _first_record(file)
            for block in _blocks(file):
                yield _parse(block, names, dialect).select(wanted)

    return Table("csv", wanted, frames, dialect, warnings)


def _parse(block: bytes, names: list[str], dialect: Dialect) -> pl.DataFrame:
    try:
        return pl.read_csv(
            block,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=dialect.delimiter,
            encoding="utf8-lossy",
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError as error:
        line = block[:60].split(b"\n", 1)[0].decode(errors="replace")
        reason = f"at or after {line!r} a row has over {len(names)} fields like the first, or a stray quote"
        raise UnreadableTable(format="CSV", reason=reason) from error


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Yield whole records: a line break ends one where the quotation marks before it are even in number.

    Blank lines at the end of the file are no rows.
    """
    rest = b""
    while piece := file.read(BLOCK):
        data = rest + piece
        end = data.rfind(b"\n") + 1
        quotes = data.count(b'"', 0, end)
        while end and quotes % 2:
            shorter = data.rfind(b"\n", 0, end - 1) + 1
            quotes -= data.count(b'"', shorter, end)
            end = shorter
        end = _without_blank_lines(data, end)
        rest = data[end:]
        if len(rest) > MAX_RECORD:
            reason = "a record is longer than 16 MB: is a quote never closed?"
            raise UnreadableTable(format="CSV", reason=reason)
        if end:
            yield data[:end]
    if rest.strip(b"\r\n"):
        yield rest.rstrip(b"\r\n")


def _without_blank_lines(data: bytes, end: int) -> int:
    """Return the end of the last line before *end* that is not blank, its line break included."""
    text = data[:end].rstrip(b"\r\n")
    return min(data.find(b"\n", len(text)) + 1, end) if text else 0


def _first_record(file: BinaryIO) -> str:
    record = b""
    while line := file.readline(MAX_RECORD):
        record += line
        if len(record) >= MAX_RECORD:
            break
        if record.count(b'"') % 2 == 0 and record.strip():
            return record.decode(errors="replace").strip("\r\n")
    if not record.strip():
        raise UnreadableTable(format="CSV", reason="it is empty")
    raise UnreadableTable(format="CSV", reason="its first row has a quotation mark that is never closed")
