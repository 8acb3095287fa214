"""The tables of a page: ruled ones first, then rows of cells that stand in columns."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.core.tables.alignment import table_of
from flowforge_ocr.core.tables.ruled import Grid, grids_of
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line, Word


@dataclass(frozen=True, slots=True)
class FoundTable:
    rows: list[list[str]]
    box: Box
    kind: Literal["ruled", "aligned"]
    confidence: float

    def as_html(self) -> str:
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in self.rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def tables_of(page: ReadPage) -> list[FoundTable]:
    """Return the tables of a page from the top."""
    found = []
    for grid in grids_of(page.pixels) if page.pixels is not None else []:
        table = _ruled(grid, page.lines)
        if table is not None:
            found.append(table)
    for paragraph in page.paragraphs:
        rows = [[line for line in row if not _is_inside(line, found)] for row in paragraph.rows]
        kept = [row for row in rows if row]
        cells = table_of(kept)
        if cells is not None:
            lines = [line for row in kept for line in row]
            box = Box.around(line.box for line in lines)
            found.append(FoundTable(cells, box, "aligned", min(line.confidence for line in lines)))
    return sorted(found, key=lambda table: table.box.top)


def _is_inside(line: Line, tables: Sequence[FoundTable]) -> bool:
    return any(table.kind == "ruled" and table.box.holds(line.box.middle) for table in tables)


def _ruled(grid: Grid, lines: Sequence[Line]) -> FoundTable | None:
    """Return the words of a grid by its cells; None if it holds none."""
    cells: dict[tuple[int, int], list[Word]] = {}
    confidence = 1.0
    for line in lines:
        for word in line.words:
            middle = word.box.middle
            if grid.box.holds(middle):
                row, column = bisect_right(grid.rows, middle.y) - 1, bisect_right(grid.columns, middle.x) - 1
                cells.setdefault((row, column), []).append(word)
                confidence = min(confidence, line.confidence)
    if not cells:
        return None
    rows = [
        [
            " ".join(word.text for word in cells.get((row, column), ()))
            for column in range(len(grid.columns) - 1)
        ]
        for row in range(len(grid.rows) - 1)
    ]
    return FoundTable(rows, grid.box, "ruled", confidence)
