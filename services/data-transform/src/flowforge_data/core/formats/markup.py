"""Tables inside HTML and Markdown."""

import html
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
from lxml import html as lxml_html

from flowforge_data.core.faults import UnknownTable
from flowforge_data.core.formats.columns.rows import as_text
from flowforge_data.core.formats.port import Format, Frames, Notes, ReadOptions, TextTable, WriteOptions
from flowforge_data.core.formats.text import read_text, write_text
from flowforge_tables import UnreadableContent
from flowforge_tables.dialects import has_header
from flowforge_tables.table import column_names

MAX_SPAN: Final = 1_000
MAX_CELLS: Final = 5_000_000
_RULE: Final = re.compile(r"^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")  # of XHTML: the text is decoded already
_CELL_END: Final = re.compile(r"(?<!\\)\|")


def read_html(path: Path, options: ReadOptions, notes: Notes) -> TextTable:
    text = _DECLARATION.sub("", read_text(path, options, notes))
    try:
        tables: Any = lxml_html.fromstring(text or " ").xpath("//table[not(ancestor::table)]")
    except (ValueError, lxml_html.etree.LxmlError) as error:
        raise UnreadableContent(format="HTML", reason="it holds no markup") from error
    grid = _grid(_picked(tables, options, notes, "HTML"))
    header = options.header
    if header is None:
        header = bool(grid.head) or has_header(grid.rows)
    return _table(grid.head + grid.rows, options, notes, header=header)


class _Grid:
    def __init__(self) -> None:
        self.head: list[list[str]] = []
        self.rows: list[list[str]] = []


def _grid(table: Any) -> _Grid:
    """Lay the cells out: a cell that spans rows or columns stands in each of them."""
    grid = _Grid()
    waiting: dict[int, tuple[int, str]] = {}
    cells_made = 0
    for line in table.xpath(".//tr[not(ancestor::table[ancestor::table])]"):
        cells = line.xpath("./td|./th")
        row: list[str] = []
        for cell in cells:
            _fill(row, waiting)
            text = " ".join(cell.text_content().split())
            for _ in range(_span(cell, "colspan")):
                if (rows := _span(cell, "rowspan")) > 1:
                    waiting[len(row)] = (rows - 1, text)
                row.append(text)
        _fill(row, waiting)
        cells_made += len(row)
        if cells_made > MAX_CELLS:
            raise UnreadableContent(format="HTML", reason="its spans make more than 5,000,000 cells")
        is_head = line.getparent().tag == "thead" or (bool(cells) and all(cell.tag == "th" for cell in cells))
        if row:
            (grid.head if is_head and not grid.rows and not grid.head else grid.rows).append(row)
    return grid


def _fill(row: list[str], waiting: dict[int, tuple[int, str]]) -> None:
    while len(row) in waiting:
        place = len(row)
        left, text = waiting.pop(place)
        row.append(text)
        if left > 1:
            waiting[place] = (left - 1, text)


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(MAX_SPAN, max(1, int(text))) if text.isdigit() else 1


def _picked(found: Sequence[Any], options: ReadOptions, notes: Notes, title: str) -> Any:
    if not found:
        raise UnreadableContent(format=title, reason="it has no table")
    number = int(options.sheet) if options.sheet is not None and str(options.sheet).isdigit() else 1
    if not 1 <= number <= len(found):
        raise UnknownTable(number=number, count=len(found))
    if len(found) > 1:
        notes.details["tables"] = len(found)
        if options.sheet is None:
            notes.warn(f"the file has {len(found)} tables, and the first was read: 'sheet' picks another")
    return found[number - 1]


def _table(rows: list[list[str]], options: ReadOptions, notes: Notes, *, header: bool) -> TextTable:
    width = max((len(row) for row in rows), default=0)
    padded = [row + [""] * (width - len(row)) for row in rows]
    if not padded:
        raise UnreadableContent(format="a table", reason="the table has no cells")
    names, warnings = column_names(options.columns or (padded[0] if header else [""] * width))
    for warning in warnings:
        notes.warn(warning)
    notes.details["header"] = header
    body = padded[1:] if header else padded
    frame = pl.DataFrame(
        {name: [row[index] or None for row in body] for index, name in enumerate(names)},
        schema=dict.fromkeys(names, pl.String),
    )
    return TextTable(lambda _columns: iter([frame]), first_row=1 + header)


def read_markdown(path: Path, options: ReadOptions, notes: Notes) -> TextTable:
    lines = read_text(path, options, notes).splitlines()
    found: list[list[list[str]]] = []
    for place in range(1, len(lines)):
        if "|" in lines[place - 1] and "-" in lines[place] and _RULE.match(lines[place]):
            body = []
            for line in lines[place + 1 :]:
                if "|" not in line:
                    break
                body.append(_cells(line))
            found.append([_cells(lines[place - 1]), *body])
    table = _picked(found, options, notes, "Markdown")
    width = len(table[0])
    return _table([row[:width] for row in table], options, notes, header=True)


def _cells(line: str) -> list[str]:
    inner = line.strip()
    inner = inner.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [
        cell.strip().replace("\\|", "|").replace("\\\\", "\\").replace("<br>", "\n")
        for cell in _CELL_END.split(inner)
    ]


def _rows(frames: Frames) -> tuple[list[str], list[list[str]]]:
    names: list[str] = []
    rows: list[list[str]] = []
    for frame in frames:
        names = names or frame.columns
        rows += [[as_text(cell) for cell in row] for row in frame.iter_rows()]
    return names, rows


def write_html(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    names, rows = _rows(frames)
    lines = ["<table>"]
    if options.header:
        lines.append(
            "<thead><tr>" + "".join(f"<th>{html.escape(one)}</th>" for one in names) + "</tr></thead>"
        )
    lines.append("<tbody>")
    lines += ["<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    lines += ["</tbody>", "</table>", ""]
    write_text("\n".join(lines), path, options)


def write_markdown(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    names, rows = _rows(frames)
    shown = [[_escaped(cell) for cell in row] for row in [names, *rows]]
    widths = [max(3, *(len(row[index]) for row in shown)) for index in range(len(names))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in shown
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    write_text("\n".join(lines) + "\n", path, options)


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\r\n", "<br>").replace("\n", "<br>")


HTML: Final = Format("html", "HTML table", "text/html", "html", read=read_html, write_table=write_html)
MARKDOWN: Final = Format(
    "markdown", "Markdown table", "text/markdown", "md", read=read_markdown, write_table=write_markdown
)
