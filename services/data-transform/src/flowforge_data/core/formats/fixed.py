"""Fixed width text: columns at the same places of every line."""

from pathlib import Path
from typing import Final

import polars as pl

from flowforge_data.core.formats.columns.rows import as_text
from flowforge_data.core.formats.port import Format, Frames, Notes, ReadOptions, TextTable, WriteOptions
from flowforge_data.core.formats.text import read_text
from flowforge_tables import NothingAfterSkippedRows, UnreadableContent
from flowforge_tables.dialects import has_header
from flowforge_tables.table import column_names


def read(path: Path, options: ReadOptions, notes: Notes) -> TextTable:
    lines = [line for line in read_text(path, options, notes).splitlines() if line.strip()]
    skipped = options.skip_rows or 0
    if skipped >= len(lines) > 0:
        raise NothingAfterSkippedRows(count=skipped)
    lines = lines[skipped:]
    spans = _spans(options.widths) if options.widths else _find_spans(lines)
    if not lines or not spans:
        raise UnreadableContent(format="fixed width", reason="no columns were found: give 'widths'")
    cells = [[line[start:end].strip() for start, end in spans] for line in lines]
    header = has_header(cells) if options.header is None else options.header
    names, warnings = column_names(options.columns or (cells[0] if header else [""] * len(spans)))
    for warning in warnings:
        notes.warn(warning)
    notes.details |= {"header": header, "widths": [(end or 0) - start for start, end in spans[:-1]]}
    body = cells[1:] if header else cells
    frame = pl.DataFrame(
        {name: [row[index] or None for row in body] for index, name in enumerate(names)},
        schema=dict.fromkeys(names, pl.String),
    )
    return TextTable(lambda _columns: iter([frame]), first_row=1 + header + skipped)


def _spans(widths: tuple[int, ...]) -> list[tuple[int, int | None]]:
    starts = [sum(widths[:index]) for index in range(len(widths))]
    return [(start, start + width) for start, width in zip(starts, widths, strict=True)]


def _find_spans(lines: list[str]) -> list[tuple[int, int | None]]:
    """A column ends where every line has a blank."""
    width = max((len(line) for line in lines), default=0)
    filled = [any(index < len(line) and line[index] != " " for line in lines) for index in range(width)]
    starts = [index for index in range(width) if filled[index] and (index == 0 or not filled[index - 1])]
    return [(start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def write(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    rows: list[list[str]] = []
    names: list[str] = []
    for frame in frames:
        names = names or frame.columns
        rows += [[as_text(cell).replace("\n", " ") for cell in row] for row in frame.iter_rows()]
    table = [names, *rows] if options.header else rows
    widths = [max((len(row[index]) for row in table), default=0) + 2 for index in range(len(names))]
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in table:
            line = "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            file.write(line.rstrip() + options.line_end)


FIXED: Final = Format("fixed", "fixed width text", "text/plain", "txt", read=read, write_table=write)
