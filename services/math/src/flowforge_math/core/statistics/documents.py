"""Read NDJSON, one object a line, and Parquet."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import orjson
import polars as pl

from flowforge_math.core.statistics.columns import Doubles
from flowforge_math.core.statistics.faults import UnreadableTable
from flowforge_math.core.statistics.tables import Batch, Reading, choose, numbers_of

BLOCK: Final = 1 << 20
MAX_LINE: Final = 16 << 20
ROWS: Final = 50_000


def read_ndjson(path: Path, reading: Reading) -> Iterator[Batch]:
    """Yield batches of numbers. A key may be absent from a row. Raises UnreadableTable with the line."""
    known: dict[str, None] = {}
    with path.open("rb") as file:
        first = 1
        while lines := _lines(file, first):
            rows = [_row(line, first + index) for index, line in enumerate(lines) if line.strip()]
            first += len(lines)
            known.update(dict.fromkeys(key for row in rows for key in row))
            wanted = reading.columns or choose(list(known), ())
            yield {name: _numbers([row.get(name) for row in rows], reading) for name in wanted}
    choose(list(known), reading.columns)


def read_parquet(path: Path, reading: Reading) -> Iterator[Batch]:
    """Yield batches of numbers. Raises UnreadableTable if the file is damaged."""
    try:
        table = pl.scan_parquet(path, glob=False)
        wanted = choose(table.collect_schema().names(), reading.columns)
        for frame in table.select(wanted).collect_batches(chunk_size=ROWS, lazy=True):
            yield dict(numbers_of(frame, reading))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableTable(format="Parquet", reason="it is damaged or incomplete") from error


def _lines(file: BinaryIO, first: int) -> list[bytes]:
    """Return about a megabyte of lines, none if the file is at its end."""
    lines: list[bytes] = []
    size = 0
    while size < BLOCK and (line := file.readline(MAX_LINE + 1)):
        if len(line) > MAX_LINE:
            raise UnreadableTable(format="NDJSON", reason=f"line {first + len(lines)} is longer than 16 MB")
        lines.append(line)
        size += len(line)
    return lines


def _row(line: bytes, number: int) -> dict[str, Any]:
    try:
        row = orjson.loads(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
    except orjson.JSONDecodeError as error:
        raise UnreadableTable(format="NDJSON", reason=f"line {number} is not valid JSON") from error
    if not isinstance(row, dict):
        raise UnreadableTable(
            format="NDJSON", reason=f"line {number} is not a JSON object; each line holds one"
        )
    return row


def _numbers(values: list[Any], reading: Reading) -> tuple[Doubles, int]:
    """Return doubles; a text may hold a number, and what is no number is NaN."""
    missing = 0
    doubles = np.full(len(values), np.nan)
    for index, value in enumerate(values):
        if value is None or (isinstance(value, str) and value.strip() in reading.missing):
            missing += 1
        elif isinstance(value, int | float | str) and not isinstance(value, bool):
            doubles[index] = _double(value)
    return doubles, missing


def _double(value: float | str) -> float:
    try:
        return float(value) if not isinstance(value, str) or "_" not in value else float("nan")
    except (ValueError, OverflowError):
        return float("nan")
