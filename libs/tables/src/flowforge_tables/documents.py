"""Read NDJSON, one object a line, and JSON: a list of objects, or an object of lists."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson
import polars as pl

from flowforge_tables.faults import TableTooLarge, UnreadableContent
from flowforge_tables.options import TableOptions
from flowforge_tables.table import Table, choose

BLOCK: Final = 1 << 20
MAX_LINE: Final = 16 << 20
MAX_DOCUMENT: Final = 64 << 20
ROWS: Final = 20_000
LARGEST: Final = 2**63
Row = dict[str, Any]


def read_ndjson(path: Path, options: TableOptions) -> Table:
    """Open a table of one object a line. A key may be absent from a row."""
    table = Table("ndjson", list(options.columns), lambda: _lines_in_frames(path, options, table))
    return table


def read_json(path: Path, options: TableOptions) -> Table:
    """Open a list of objects, or an object of lists of one length. Raises UnreadableContent for another."""
    if path.stat().st_size > MAX_DOCUMENT:
        reason = "over 64 MB, send NDJSON, one object a line, or CSV"
        raise TableTooLarge(format="JSON", reason=reason)
    try:
        document = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise UnreadableContent(format="JSON", reason=f"it is not valid at line {error.lineno}") from error
    rows = _rows(document)
    known = list(dict.fromkeys(key for row in rows for key in row))
    wanted = choose(known, options)

    def frames() -> Iterator[pl.DataFrame]:
        for start in range(0, len(rows), ROWS):
            yield _frame(rows[start : start + ROWS], wanted)

    return Table("json", wanted, frames)


def _rows(document: object) -> list[Row]:
    if isinstance(document, list) and all(isinstance(row, dict) for row in document):
        return document
    if isinstance(document, list) and document and all(isinstance(row, list) for row in document):
        return [{f"column_{place}": value for place, value in enumerate(row, 1)} for row in document]
    if isinstance(document, list):
        return [{"values": value} for value in document]
    if isinstance(document, dict) and document and all(isinstance(one, list) for one in document.values()):
        if len({len(one) for one in document.values()}) == 1:
            return [dict(zip(document, row, strict=True)) for row in zip(*document.values(), strict=True)]
        raise UnreadableContent(format="JSON", reason="its lists differ in length")
    raise UnreadableContent(format="JSON", reason="it is neither a list of objects nor an object of lists")


def _lines_in_frames(path: Path, options: TableOptions, table: Table) -> Iterator[pl.DataFrame]:
    known: dict[str, None] = {}
    with path.open("rb") as file:
        first = 1
        while lines := _lines(file, first):
            rows = [_row(line, first + index) for index, line in enumerate(lines) if line.strip()]
            first += len(lines)
            known.update(dict.fromkeys(key for row in rows for key in row))
            wanted = list(options.columns) or choose(list(known), options)
            table.columns[:] = wanted
            yield _frame(rows, wanted)
    choose(list(known), options)


def _lines(file: BinaryIO, first: int) -> list[bytes]:
    """Return about a megabyte of lines, none if the file is at its end."""
    lines: list[bytes] = []
    size = 0
    while size < BLOCK and (line := file.readline(MAX_LINE + 1)):
        if len(line) > MAX_LINE:
            raise UnreadableContent(format="NDJSON", reason=f"line {first + len(lines)} is longer than 16 MB")
        lines.append(line)
        size += len(line)
    return lines


def _row(line: bytes, number: int) -> Row:
    try:
        row = orjson.loads(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
    except orjson.JSONDecodeError as error:
        raise UnreadableContent(format="NDJSON", reason=f"line {number} is not valid JSON") from error
    if not isinstance(row, dict):
        reason = f"line {number} is not a JSON object; each line holds one"
        raise UnreadableContent(format="NDJSON", reason=reason)
    return row


def _frame(rows: list[Row], wanted: list[str]) -> pl.DataFrame:
    return pl.DataFrame([_series(name, [row.get(name) for row in rows]) for name in wanted])


def _series(name: str, values: list[Any]) -> pl.Series:
    """Make a column of one type; of mixed values their JSON texts."""
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int} and all(value is None or -LARGEST <= value < LARGEST for value in values):
        return pl.Series(name, values, pl.Int64)
    if kinds <= {int, float}:
        return pl.Series(name, [None if value is None else float(value) for value in values], pl.Float64)
    if kinds == {bool}:
        return pl.Series(name, values, pl.Boolean)
    return pl.Series(name, [_text(value) for value in values], pl.String)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return orjson.dumps(value).decode()
