"""Tables: those with ruled lines, and those that only gutters of white space hold apart."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flowforge_pdfs.characters import Frame
from flowforge_pdfs.words import Run, joined, rows_of, segments_of

_LEAST_ROWS, _LEAST_COLUMNS = 3, 2
_MOST_WORDS_OF_A_CELL = 7
_LEAST_FILLED = 0.5
_GUTTER, _ROW_GAP = 0.6, 2.0  # of the height of letters


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length; the rectangle in points from the top left corner of the shown page."""

    rows: list[list[str]]
    left: float
    top: float
    right: float
    bottom: float
    ruled: bool

    def holds(self, run: Run) -> bool:
        middle = (run.left + run.right) / 2, (run.top + run.bottom) / 2
        return self.left - 1 <= middle[0] <= self.right + 1 and self.top - 1 <= middle[1] <= self.bottom + 1


def ruled_tables(found: Sequence[dict[str, Any]], frame: Frame) -> list[Table]:
    """Return what pdf_oxide found, in our coordinates."""
    tables = []
    for each in found:
        left, bottom, width, height = each["bbox"]
        shown = frame.shown(left, bottom, left + width, bottom + height)
        rows = [[_plain(cell["text"]) for cell in row["cells"]] for row in each["rows"]]
        columns = max((len(row) for row in rows), default=0)
        filled = [row + [""] * (columns - len(row)) for row in rows if any(row)]
        if len(filled) > 1 and columns >= _LEAST_COLUMNS:
            tables.append(Table(filled, *shown, ruled=True))
    return tables


def unruled_tables(words: Sequence[Run]) -> list[Table]:
    """Return tables whose columns are held apart by gutters."""
    tables = []
    for group in _groups(words):
        table = _table_of(group)
        if table is not None:
            tables.append(table)
    return tables


def _groups(words: Sequence[Run]) -> list[list[list[Run]]]:
    """Return runs of neighboring rows that have several segments each."""
    groups: list[list[list[Run]]] = []
    previous: Run | None = None
    for row in rows_of(words):
        segments, whole = segments_of(row, _GUTTER), joined(row)
        near = previous is not None and whole.top - previous.bottom < _ROW_GAP * whole.height
        if len(segments) < _LEAST_COLUMNS:
            previous = None
            continue
        if near and groups:
            groups[-1].append(segments)
        else:
            groups.append([segments])
        previous = whole
    return [group for group in groups if len(group) >= _LEAST_ROWS]


def _table_of(group: Sequence[Sequence[Run]]) -> Table | None:
    columns = _columns(group)
    if len(columns) < _LEAST_COLUMNS:
        return None
    rows = [_cells(row, columns) for row in group]
    cells = [cell for row in rows for cell in row if cell]
    filled = len(cells) / (len(rows) * len(columns))
    if filled < _LEAST_FILLED or statistics.mean(len(cell.split()) for cell in cells) > _MOST_WORDS_OF_A_CELL:
        return None
    whole = joined([segment for row in group for segment in row])
    return Table(rows, whole.left, whole.top, whole.right, whole.bottom, ruled=False)


def _columns(group: Sequence[Sequence[Run]]) -> list[tuple[float, float]]:
    """Return the intervals that the segments of all rows cover; one that spans several is left out."""
    segments = sorted((segment for row in group for segment in row), key=lambda each: each.left)
    widest = max(len(row) for row in group)
    for limit in (None, 0.6, 0.4):
        whole = segments[-1].right - segments[0].left if segments else 0
        used = [each for each in segments if limit is None or each.right - each.left < limit * whole]
        columns = _merged([(each.left, each.right) for each in used])
        if len(columns) >= min(widest, _LEAST_COLUMNS + 1):
            return columns
    return columns


def _merged(intervals: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for left, right in sorted(intervals):
        if merged and left <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _cells(row: Sequence[Run], columns: Sequence[tuple[float, float]]) -> list[str]:
    cells = [""] * len(columns)
    for segment in row:
        at = max(range(len(columns)), key=lambda index: _overlap(segment, columns[index]))
        cells[at] = f"{cells[at]} {segment.text}".strip()
    return cells


def _overlap(segment: Run, column: tuple[float, float]) -> float:
    return min(segment.right, column[1]) - max(segment.left, column[0])


def _plain(text: str) -> str:
    return " ".join(text.split())
