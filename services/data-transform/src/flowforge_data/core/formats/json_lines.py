"""JSON and NDJSON: integers of any size and decimals as they are written are kept."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
import polars as pl

from flowforge_data.core.faults import NestedTooDeep
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
from flowforge_data.core.formats.text import read_text, write_text
from flowforge_data.core.tables.rows import as_text, flatten, frame_of, kind_of
from flowforge_tables import LineTooLong, UnreadableContent
from flowforge_tables.encodings import detect_encoding
from flowforge_tables.transcoding import MAX_LINE

BATCH: Final = 20_000
DEPTH: Final = 500
_PLACE: Final = re.compile(r"byte (\d+)")


def number(text: str) -> float | Decimal:
    """Return a float where its text is the same again, else the decimal as it is written."""
    value = float(text)
    try:
        return value if repr(value) == text else Decimal(text)
    except InvalidOperation as error:
        raise UnreadableContent(
            format="JSON", reason="a number has an exponent of too many digits"
        ) from error


_DECODER: Final = msgspec.json.Decoder(float_hook=number)
ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


def decode(content: bytes | str, form: str = "JSON", line: int | None = None) -> Any:
    """Return the value. Raises UnreadableContent with the place, and NestedTooDeep."""
    try:
        return _DECODER.decode(content)
    except RecursionError as error:
        raise NestedTooDeep(limit=DEPTH) from error
    except msgspec.DecodeError as error:
        raise UnreadableContent(format=form, reason=_reason(error, content, line)) from error
    except UnicodeDecodeError as error:
        raise UnreadableContent(format=form, reason="it is not valid UTF-8") from error


def _reason(error: Exception, content: bytes | str, line: int | None) -> str:
    raw = content.encode() if isinstance(content, str) else content
    place = _PLACE.search(str(error))
    if "truncated" in str(error):
        return f"line {line} ends too early" if line else "it ends too early"
    if line is not None:
        return f"line {line} is not valid JSON"
    before = raw[: int(place[1])] if place else b""
    row, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
    return f"it is not valid JSON at line {row}, character {column}"


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
    with path.open("wb") as file:
        for frame in frames:
            file.write(_lines(frame, notes))


def _lines(frame: pl.DataFrame, notes: Notes) -> bytes:
    columns: list[pl.Series] = []
    for series in frame.iter_columns():
        if series.dtype.is_float() and (~series.is_finite()).fill_null(value=False).any():
            notes.warn(f"JSON has no NaN and no infinity: in the column '{series.name}' they became null")
            series = series.set(~series.is_finite(), None)  # noqa: PLW2901 - the same column
        if series.dtype == pl.Datetime:
            series = series.dt.to_string("iso:strict").str.replace(r"\.0+$", "")  # noqa: PLW2901 - likewise
        columns.append(series)
    return pl.DataFrame(columns).write_ndjson().encode()


def write_document_lines(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    items = value if isinstance(value, list) else [value]
    with path.open("wb") as file:
        for item in items:
            file.write(ENCODER.encode(item) + b"\n")


def read_lines(path: Path, options: ReadOptions, notes: Notes) -> Content:
    """NDJSON: objects are rows. Lines of other values make a document. A broken line is a reject."""
    notes.details["encoding"] = "utf-8"
    schema: dict[str, set[str]] = {}
    for _, value in _values(path, notes):
        if not isinstance(value, dict):
            return Document([one for _, one in _values(path, notes)])
        for key, cell in (flatten(value) if options.flatten else value).items():
            schema.setdefault(key, set()).add("null" if cell is None else _kind(cell))

    def frames() -> Frames:
        notes.rejects.clear()
        rows: list[dict[str, Any]] = []
        for _, value in _values(path, notes):
            rows.append(flatten(value) if options.flatten else value)
            if len(rows) == BATCH:
                yield _conformed(rows, schema, notes)
                rows = []
        if rows:
            yield _conformed(rows, schema, notes)

    whole = any(kinds & {"object", "list"} or len(kinds - {"null"}) > 1 for kinds in schema.values())
    return TypedTable(frames, (lambda: [one for _, one in _values(path, notes)]) if whole else None)


def _kind(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > (1 << 53):
        return "large integer"
    return kind_of(value)


def _conformed(rows: list[dict[str, Any]], schema: dict[str, set[str]], notes: Notes) -> pl.DataFrame:
    """Return a batch with the columns and types that hold for the whole file."""
    frame = frame_of(rows, []) if rows else pl.DataFrame()
    columns: list[pl.Series] = []
    for name, kinds in schema.items():
        dtype = _dtype(name, kinds - {"null"}, notes)
        values = [row.get(name) for row in rows]
        if dtype == pl.String:
            texts = [None if value is None else as_text(value) for value in values]
            columns.append(pl.Series(name, texts, dtype=pl.String))
        elif dtype == pl.Float64:
            columns.append(pl.Series(name, [None if v is None else float(v) for v in values], dtype=dtype))
        else:
            columns.append(
                frame[name].cast(dtype) if name in frame.columns else pl.Series(name, values, dtype=dtype)
            )
    return pl.DataFrame(columns)


def _dtype(name: str, kinds: set[str], notes: Notes) -> pl.DataType:
    if kinds <= {"integer", "large integer"} and "large integer" not in kinds and kinds:
        return pl.Int64()
    if kinds <= {"integer", "number"} and kinds:
        return pl.Float64()
    if kinds == {"boolean"}:
        return pl.Boolean()
    if len(kinds) > 1:
        notes.warn(f"the column '{name}' holds several types ({', '.join(sorted(kinds))}) and became text")
    return pl.String()


def _values(path: Path, notes: Notes) -> Iterator[tuple[int, Any]]:
    with path.open("rb") as file:
        for row, line in _numbered(file):
            if not line.strip():
                continue
            try:
                yield row, decode(line, "NDJSON", row)
            except UnreadableContent as error:
                text = line[:2_000].decode("utf-8", "replace").rstrip("\n")
                if not notes.rejects.kept or notes.rejects.kept[-1].row < row:
                    notes.rejects.add(row, None, error.text.partition(": ")[2].rstrip("."), text)


def _numbered(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    row = 0
    while line := file.readline(MAX_LINE + 1):
        row += 1
        if len(line) > MAX_LINE:
            raise LineTooLong(row=row, limit=MAX_LINE >> 20)
        yield row, line.removeprefix(b"\xef\xbb\xbf") if row == 1 else line


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
