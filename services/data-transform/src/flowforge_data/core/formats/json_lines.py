"""JSON and NDJSON: integers of any size and decimals as they are written are kept."""

import io
from pathlib import Path
from typing import Any, Final

import msgspec
import polars as pl

from flowforge_data.core.formats.json_decoding import decode
from flowforge_data.core.formats.ndjson_rows import read_lines
from flowforge_data.core.formats.port import Document, Format, Frames, Notes, ReadOptions, WriteOptions
from flowforge_data.core.formats.text import read_text, write_text
from flowforge_tables.encodings import detect_encoding

ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


def read(path: Path, options: ReadOptions, notes: Notes) -> Document:
    encoding = detect_encoding(path)
    if encoding.name == "utf-8" and not options.encoding:
        notes.details["encoding"] = encoding.label
        return Document(decode(path.read_bytes()[encoding.mark :]))
    return Document(decode(read_text(path, options, notes)))


def write_document(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    encoded = ENCODER.encode(value)
    if options.indent:
        encoded = msgspec.json.format(encoded, indent=options.indent)
    if options.encoding == "utf-8":
        path.write_bytes(encoded)
    else:
        write_text(encoded.decode(), path, options)


def write_table(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:
    """Write an array of objects, batch after batch."""
    first = True
    with path.open("wb") as file:
        file.write(b"[")
        for frame in frames:
            lines = _lines(frame, notes).rstrip(b"\n").replace(b"\n", b",\n")
            if lines:
                file.write(lines if first else b",\n" + lines)
                first = False
        file.write(b"]")
    if options.indent:
        path.write_bytes(msgspec.json.format(path.read_bytes(), indent=options.indent))


def write_lines(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    with path.open("wb", buffering=0) as file:
        for frame in frames:
            _writable(frame, notes).write_ndjson(file)


def _lines(frame: pl.DataFrame, notes: Notes) -> bytes:
    out = io.BytesIO()
    _writable(frame, notes).write_ndjson(out)
    return out.getvalue()


def _writable(frame: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Return the frame with what JSON can hold: no NaN, and times as ISO 8601."""
    columns: list[pl.Series] = []
    for series in frame.iter_columns():
        if series.dtype.is_float() and (~series.is_finite()).fill_null(value=False).any():
            notes.warn(f"JSON has no NaN and no infinity: in the column '{series.name}' they became null")
            series = series.set(~series.is_finite(), None)  # noqa: PLW2901 - the same column
        if series.dtype == pl.Datetime:
            series = series.dt.to_string("iso:strict").str.replace(r"\.0+$", "")  # noqa: PLW2901 - likewise
        columns.append(series)
    return pl.DataFrame(columns)


def write_document_lines(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    items = value if isinstance(value, list) else [value]
    with path.open("wb") as file:
        for item in items:
            file.write(ENCODER.encode(item) + b"\n")


JSON: Final = Format(
    "json",
    "JSON",
    "application/json",
    "json",
    read=read,
    write_table=write_table,
    write_document=write_document,
)
NDJSON: Final = Format(
    "ndjson",
    "NDJSON",
    "application/x-ndjson",
    "ndjson",
    read=read_lines,
    write_table=write_lines,
    write_document=write_document_lines,
)
