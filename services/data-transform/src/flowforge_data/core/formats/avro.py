"""Avro object container files."""

import re
from pathlib import Path
from typing import Any, Final

import fastavro
import polars as pl

from flowforge_data.core.formats.columns.rows import frame_of
from flowforge_data.core.formats.port import (
    Content,
    Document,
    Format,
    Frames,
    Notes,
    ReadOptions,
    TypedTable,
    WriteOptions,
)
from flowforge_tables import UnreadableContent

_UNKNOWN_CODEC: Final = re.compile(r"(\w+) codec is supported but|Unrecognized codec: b?'?(\w+)")
_TYPES: Final[dict[Any, Any]] = {
    pl.Int64: "long",
    pl.Float64: "double",
    pl.Boolean: "boolean",
    pl.Date: {"type": "int", "logicalType": "date"},
    pl.Datetime: {"type": "long", "logicalType": "local-timestamp-micros"},
}


def read(path: Path, options: ReadOptions, notes: Notes) -> Content:  # noqa: ARG001 - as every reader
    rows = _records(path)
    if not all(isinstance(row, dict) for row in rows):
        return Document(rows)
    frame = frame_of(rows, notes.warnings)
    return TypedTable(lambda: iter([frame]))


def _records(path: Path) -> list[Any]:
    try:
        with path.open("rb") as file:
            return list(fastavro.reader(file))
    except (ValueError, EOFError, KeyError, IndexError, fastavro.schema.SchemaParseException) as error:
        codec = _UNKNOWN_CODEC.match(str(error))
        reason = (
            f"its codec {codec[1] or codec[2]} is not supported"
            if codec
            else "it is damaged or of another format"
        )
        raise UnreadableContent(format="Avro", reason=reason) from error


def write(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:
    first = next(frames, pl.DataFrame())
    names = _names(first.columns, notes)
    fields = [
        {
            "name": names[one.name],
            "type": ["null", _TYPES.get(one.dtype.base_type(), "string")],
            "default": None,
        }
        for one in first.iter_columns()
    ]
    schema = fastavro.parse_schema({"type": "record", "name": _name(options.table), "fields": fields})
    with path.open("wb") as file:
        fastavro.writer(file, schema, _rows(first, frames, names), codec="deflate")


def _rows(first: pl.DataFrame, others: Frames, names: dict[str, str]) -> Any:
    for frame in (first, *others):
        kept = frame.get_columns()
        plain = pl.DataFrame(
            [one if one.dtype.base_type() in _TYPES else one.cast(pl.String) for one in kept]
        )
        yield from plain.rename(names).iter_rows(named=True)


def _names(columns: list[str], notes: Notes) -> dict[str, str]:
    """Avro names are letters, digits and underscores: other characters become underscores."""
    names: dict[str, str] = {}
    for column in columns:
        name = _name(column)
        while name in names.values():
            name += "_"
        if name != column:
            notes.warn(f"Avro allows no such name: the column '{column}' is '{name}'")
        names[column] = name
    return names


def _name(text: str) -> str:
    plain = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter == "_") else "_" for letter in text
    )
    return plain if plain and not plain[0].isdigit() else f"_{plain}"


AVRO: Final = Format("avro", "Avro", "application/avro", "avro", read=read, write_table=write, typed=True)
