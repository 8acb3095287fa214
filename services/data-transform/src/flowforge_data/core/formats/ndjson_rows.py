"""Read NDJSON: objects are rows of a table, a block of lines at a time."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import polars as pl

from flowforge_data.core.formats.columns.rows import as_text, flatten, kind_of
from flowforge_data.core.formats.json_decoding import decode, decode_objects
from flowforge_data.core.formats.ndjson_columns import plain_columns
from flowforge_data.core.formats.port import Content, Document, Frames, Notes, ReadOptions, TypedTable
from flowforge_tables import LineTooLong, UnreadableContent
from flowforge_tables.transcoding import MAX_LINE

BLOCK: Final = 1 << 20
EXACT: Final = 1 << 53
_MARK: Final = b"\xef\xbb\xbf"
Row = dict[str, Any]
Schema = dict[str, set[str]]


def read_lines(path: Path, options: ReadOptions, notes: Notes) -> Content:
    """Objects are rows. Lines of other values make a document. A broken line is a reject."""
    notes.details["encoding"] = "utf-8"
    schema: Schema = {}
    for number, values in enumerate(_blocks(path, notes)):
        if number == 1 and not options.flatten and (found := plain_columns(path, schema)):
            return TypedTable(found)
        if not all(isinstance(value, dict) for value in values):
            return Document(_all(path, notes))
        _learn(schema, _rows(values, options))

    def frames() -> Frames:
        notes.rejects.clear()
        for values in _blocks(path, notes):
            if values:
                yield _conformed(_rows(values, options), schema, notes)

    whole = any(kinds & {"object", "list"} or len(kinds - {"null"}) > 1 for kinds in schema.values())
    return TypedTable(frames, (lambda: _all(path, notes)) if whole else None)


def _all(path: Path, notes: Notes) -> list[Any]:
    return [value for values in _blocks(path, notes) for value in values]


def _rows(values: list[Any], options: ReadOptions) -> list[Row]:
    return [flatten(value) for value in values] if options.flatten else values


def _learn(schema: Schema, rows: list[Row]) -> None:
    """Add the columns of *rows*, and the kinds of values in them, to *schema*."""
    for name, values in _columns(rows).items():
        kinds = schema.setdefault(name, set())
        for one in set(map(type, values)):
            kinds.add("null" if one is type(None) else kind_of(one()) if one in (dict, list) else _kind(one))
        if "integer" in kinds and any(type(one) is int and abs(one) > EXACT for one in values):
            kinds.add("large integer")


def _kind(of: type) -> str:
    return {bool: "boolean", int: "integer", str: "text"}.get(of, "number")


def _columns(rows: Sequence[Row]) -> dict[str, Sequence[Any]]:
    """Return the values of each key; those that a row does not have are None."""
    if not rows:
        return {}
    names = tuple(rows[0])
    if all(tuple(row) == names for row in rows):
        return dict(zip(names, zip(*(row.values() for row in rows), strict=True), strict=True))
    keys = dict.fromkeys(key for row in rows for key in row)
    return {name: [row.get(name) for row in rows] for name in keys}


def _conformed(rows: list[Row], schema: Schema, notes: Notes) -> pl.DataFrame:
    """Return a batch with the columns and types that hold for the whole file."""
    found = _columns(rows)
    columns: list[pl.Series] = []
    for name, kinds in schema.items():
        values = found.get(name) or [None] * len(rows)
        dtype = _dtype(name, kinds - {"null"}, notes)
        if dtype == pl.String and kinds - {"null"} != {"text"}:
            values = [None if value is None else as_text(value) for value in values]
        elif dtype == pl.Float64:
            values = [None if value is None else float(value) for value in values]
        columns.append(pl.Series(name, values, dtype=dtype))
    return pl.DataFrame(columns)


def _dtype(name: str, kinds: set[str], notes: Notes) -> pl.DataType:
    if kinds == {"integer"}:
        return pl.Int64()
    if kinds <= {"integer", "number"} and kinds:
        return pl.Float64()
    if kinds == {"boolean"}:
        return pl.Boolean()
    if len(kinds) > 1:
        notes.warn(f"the column '{name}' holds several types ({', '.join(sorted(kinds))}) and became text")
    return pl.String()


def _blocks(path: Path, notes: Notes) -> Iterator[list[Any]]:
    """Yield the values of about a megabyte of lines at a time."""
    with path.open("rb") as file:
        row = 1
        while block := file.read(BLOCK):
            if not block.endswith(b"\n"):
                block += file.readline(MAX_LINE + 1)
            if row == 1:
                block = block.removeprefix(_MARK)
            values = decode_objects(block if block.endswith(b"\n") else block + b"\n")
            yield values if values is not None else list(_values(block, row, notes))
            _check_end(block, row, file)
            row += block.count(b"\n")


def _check_end(block: bytes, row: int, file: BinaryIO) -> None:
    """Raise LineTooLong where the last line of a block goes on."""
    if not block.endswith(b"\n") and file.peek(1):  # type: ignore[attr-defined] # it is buffered
        raise LineTooLong(row=row + block.count(b"\n"), limit=MAX_LINE >> 20)


def _values(block: bytes, row: int, notes: Notes) -> Iterator[Any]:
    """Yield the values of the lines of *block*; a broken one is a reject."""
    for number, line in enumerate(block.split(b"\n"), row):
        if len(line) > MAX_LINE:
            raise LineTooLong(row=number, limit=MAX_LINE >> 20)
        if not line.strip():
            continue
        try:
            yield decode(line, "NDJSON", number)
        except UnreadableContent as error:
            text = line[:2_000].decode("utf-8", "replace")
            if not notes.rejects.kept or notes.rejects.kept[-1].row < number:
                notes.rejects.add(number, None, error.text.partition(": ")[2].rstrip("."), text)
