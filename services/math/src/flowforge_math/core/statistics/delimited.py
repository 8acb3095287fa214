"""Read CSV a megabyte at a time, cut where a record ends: a quoted field may hold line breaks."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

from flowforge_math.core.statistics.faults import UnreadableTable
from flowforge_math.core.statistics.tables import Batch, Reading, choose, numbers_of

BLOCK: Final = 1 << 20
MAX_RECORD: Final = 16 << 20
_DELIMITERS: Final = (",", ";", "\t", "|")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def read_csv(path: Path, reading: Reading) -> Iterator[Batch]:
    """Yield batches of numbers. Raises UnreadableTable where the text is no CSV."""
    with path.open("rb") as file:
        if file.read(len(_BYTE_ORDER_MARK)) != _BYTE_ORDER_MARK:
            file.seek(0)
        start = file.tell()
        first = _first_record(file)
        delimiter = reading.delimiter or max(_DELIMITERS, key=first.count)
        names = _names(first, delimiter, header=reading.header)
        wanted = choose(names, reading.columns)
        if not reading.header:
            file.seek(start)
        for block in _blocks(file):
            frame = _parse(block, names, delimiter)
            yield dict(numbers_of(frame.select(wanted), reading))


def _parse(block: bytes, names: list[str], delimiter: str) -> pl.DataFrame:
    try:
        return pl.read_csv(
            block,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=delimiter,
            encoding="utf8-lossy",
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError as error:
        line = block[:60].split(b"\n", 1)[0].decode(errors="replace")
        reason = f"at or after {line!r} a row has over {len(names)} fields like the first, or a stray quote"
        raise UnreadableTable(format="CSV", reason=reason) from error


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Yield whole records: a line break ends one where the quotation marks before it are even in number."""
    rest = b""
    while piece := file.read(BLOCK):
        data = rest + piece
        end = data.rfind(b"\n") + 1
        quotes = data.count(b'"', 0, end)
        while end and quotes % 2:
            shorter = data.rfind(b"\n", 0, end - 1) + 1
            quotes -= data.count(b'"', shorter, end)
            end = shorter
        rest = data[end:]
        if len(rest) > MAX_RECORD:
            raise UnreadableTable(
                format="CSV", reason="a record is longer than 16 MB: is a quote never closed?"
            )
        if end:
            yield data[:end]
    if rest:
        yield rest


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


def _names(first: str, delimiter: str, *, header: bool) -> list[str]:
    try:
        fields = next(csv.reader([first], delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableTable(format="CSV", reason="its first row has a field that is too long") from error
    names: list[str] = []
    for index, field in enumerate(fields, start=1):
        name = field.strip() if header else ""
        name = name or f"column_{index}"
        names.append(name if name not in names else f"{name}_{index}")
    return names
