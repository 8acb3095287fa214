"""Read NDJSON whose columns have one plain type each, ten times as fast as objects are.

Every doubt ends the attempt, and the file is read as objects: another type, another key, a line that holds
anything but one object, text that is not UTF-8, NaN, or an integer that a double does not hold.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import json as arrow_json

BLOCK: Final = 1 << 20
EXACT: Final = 1 << 53
_TYPES: Final = {
    frozenset(("integer",)): pa.int64(),
    frozenset(("number",)): pa.float64(),
    frozenset(("integer", "number")): pa.float64(),
    frozenset(("boolean",)): pa.bool_(),
    frozenset(("text",)): pa.string(),
    frozenset[str](): pa.null(),
}


def plain_columns(path: Path, kinds: Mapping[str, set[str]]) -> Callable[[], Iterator[pl.DataFrame]] | None:
    """Return what reads the whole file as columns of *kinds*; None if it does not have them throughout."""
    known = {name: _TYPES.get(frozenset(found - {"null"})) for name, found in kinds.items()}
    lines = _object_lines(path)
    if lines is None or not all(known.values()) or None in known.values():
        return None
    schema = pa.schema(list(known.items()))
    try:
        count = 0
        for batch in _batches(path, schema):
            batch.validate(full=True)
            if not _is_exact(batch):
                return None
            count += batch.num_rows
    except pa.ArrowException:
        return None
    return (lambda: map(_frame, _batches(path, schema))) if count == lines else None


def _batches(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    yield from arrow_json.open_json(
        str(path),
        read_options=arrow_json.ReadOptions(use_threads=False, block_size=BLOCK),
        parse_options=arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error"),
    )


def _frame(batch: pa.RecordBatch) -> pl.DataFrame:
    frame = pl.from_arrow(batch)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a batch has columns
    return frame.with_columns(pl.col(pl.Null).cast(pl.String))


def _is_exact(batch: pa.RecordBatch) -> bool:
    """Return whether all numbers are exact in JSON's usual readers; NaN is none."""
    for column in batch.columns:
        if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
            bounds = pc.min_max(column)
            least, most = bounds["min"].as_py(), bounds["max"].as_py()
            if least is not None and not -EXACT <= least <= most <= EXACT:
                return False
            if pa.types.is_floating(column.type) and pc.any(pc.is_nan(column)).as_py():
                return False
    return True


def _object_lines(path: Path) -> int | None:
    """Return the number of lines if each begins with `{` and ends with `}`.

    No object goes over the end of such a line: nothing in JSON has `}` and `{` side by side.
    """
    lines = joints = 0
    before = b""
    with path.open("rb") as file:
        if file.read(1) != b"{":
            return None
        file.seek(0)
        while block := file.read(BLOCK):
            text = before + block
            lines += text.count(b"\n") - before.count(b"\n")
            joints += text.count(b"}\n{") + text.count(b"}\r\n{")
            joints -= before.count(b"}\n{") + before.count(b"}\r\n{")
            before = text[-3:]
    if not before.rstrip(b"\r\n").endswith(b"}"):
        return None
    lines += not before.endswith(b"\n")
    return lines if joints == lines - 1 else None
