"""CSV and TSV."""

import io
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import IO, Final

import numpy as np
import polars as pl

from flowforge_data.core.formats.columns.buffers import bytes_of
from flowforge_data.core.formats.columns.rows import plain_number
from flowforge_data.core.formats.port import Format, Frames, Notes, ReadOptions, TextTable, WriteOptions
from flowforge_tables.delimited import DelimitedOptions, open_delimited

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_FORMULA_BYTES: Final = np.frombuffer("".join(_FORMULA_STARTS).encode(), dtype=np.uint8)
_NUMBER: Final = r"^[-+]?[0-9.,]+(?:[eE][-+]?[0-9]+)?%?$"
_PLAIN: Final = (1e-4, 1e16)  # others are written with an exponent


def read(path: Path, options: ReadOptions, notes: Notes) -> TextTable:
    found = open_delimited(
        path,
        DelimitedOptions(
            options.encoding,
            options.delimiter,
            options.quote,
            options.header,
            options.skip_rows,
            options.columns,
        ),
    )
    dialect = found.dialect
    notes.details |= {
        "encoding": found.encoding.label,
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "header": dialect.header,
        "skipped_rows": dialect.skip,
    }

    def frames(columns: Sequence[str] | None) -> Frames:
        notes.rejects.clear()
        yield from found.batches(notes.rejects, columns=columns)
        for warning in found.warnings:
            notes.warn(warning)

    return TextTable(frames, dialect.skip + dialect.header + 1, found.names)


def write(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:
    with path.open("wb", buffering=0) as file:
        if options.encoding == "utf-8-sig":
            file.write(b"\xef\xbb\xbf")
        target = "utf-8" if options.encoding == "utf-8-sig" else options.encoding
        first = True
        for frame in frames:
            header = options.header and first
            if target == "utf-8":
                _write_csv(frame, file, options, header=header, notes=notes)
            else:
                out = io.BytesIO()
                _write_csv(frame, out, options, header=header, notes=notes)
                file.write(_encoded(out.getvalue().decode(), target, notes, first=first))
            first = False


def _write_csv(
    frame: pl.DataFrame, out: IO[bytes], options: WriteOptions, *, header: bool, notes: Notes
) -> None:
    shown = frame.select(_as_text(series) for series in frame.iter_columns())
    if options.escape_formulas:
        shown = _without_formulas(shown, notes)
    shown.write_csv(
        out,
        separator=options.delimiter,
        include_header=header,
        line_terminator=options.line_end,
        quote_style="always" if options.quote_all else "necessary",
        null_value="",
    )


def _as_text(series: pl.Series) -> pl.Series:
    """Dates as ISO 8601, decimals without `.0`."""
    if series.dtype.is_float():
        return _decimals(series)
    if series.dtype == pl.Datetime:
        return series.dt.to_string("iso:strict").str.replace(r"\.0+$", "")
    return series


def _decimals(series: pl.Series) -> pl.Series:
    sizes = series.abs()
    if ((sizes == 0) | ((sizes >= _PLAIN[0]) & (sizes < _PLAIN[1]))).all():
        text = series.cast(pl.String)
        return text.str.strip_suffix(".0") if text.str.ends_with(".0").any() else text
    values = [None if one is None else plain_number(one) for one in series.to_list()]
    return pl.Series(series.name, values, dtype=pl.String)


def _without_formulas(frame: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Put an apostrophe before text that a spreadsheet would run. Numbers with a sign stay."""
    columns: list[pl.Series] = []
    for series in frame.iter_columns():
        if series.dtype == pl.String and np.isin(bytes_of(series).first, _FORMULA_BYTES).any():
            runs = reduce(or_, (series.str.starts_with(one) for one in _FORMULA_STARTS))
            if runs.any() and (runs := runs & ~series.str.contains(_NUMBER)).any():
                notes.warn("cells that a spreadsheet would run as formulas begin with an apostrophe now")
                series = series.zip_with(~runs.fill_null(value=False), "'" + series)  # noqa: PLW2901 - the same column, escaped
        columns.append(series)
    return pl.DataFrame(columns)


def _encoded(text: str, target: str, notes: Notes, *, first: bool) -> bytes:
    if target.startswith("utf-16"):
        mark = b"\xff\xfe" if first else b""
        return mark + text.encode("utf-16-le")
    encoded = text.encode(target, "replace")
    if encoded.count(b"?") > text.count("?"):
        notes.warn(f"some characters do not exist in {target} and became '?'")
    return encoded


def _tab(options: WriteOptions) -> WriteOptions:
    return replace(options, delimiter="\t")


def read_tsv(path: Path, options: ReadOptions, notes: Notes) -> TextTable:
    return read(path, replace(options, delimiter=options.delimiter or "\t"), notes)


def write_tsv(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:
    write(frames, path, _tab(options), notes)


CSV: Final = Format("csv", "CSV", "text/csv", "csv", read=read, write_table=write)
TSV: Final = Format("tsv", "TSV", "text/tab-separated-values", "tsv", read=read_tsv, write_table=write_tsv)
