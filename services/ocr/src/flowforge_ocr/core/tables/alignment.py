"""Tables without lines: cells that stand below each other are one column."""

from collections.abc import Sequence

from flowforge_ocr.engines.recognized import Line

_LEAST_ROWS, _LEAST_COLUMNS = 2, 2
_FULL_SHARE = 0.5  # of the rows that have more than one cell


def table_of(rows: Sequence[Sequence[Line]]) -> list[list[str]] | None:
    """Return the cells of *rows* by columns; None if they make no table."""
    full = [row for row in rows if len(row) > 1]
    if len(full) < _LEAST_ROWS or len(full) < _FULL_SHARE * len(rows):
        return None
    columns = _columns(full)
    if len(columns) < _LEAST_COLUMNS:
        return None
    table = []
    for row in rows:
        cells = [""] * len(columns)
        for line in row:
            at = _column_of(line, columns)
            cells[at] = f"{cells[at]} {line.text}".strip()
        table.append(cells)
    return table


def _columns(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """Return the left and right of each column, from cells that overlap."""
    columns: list[tuple[float, float]] = []
    for line in sorted((line for row in rows for line in row), key=lambda each: each.box.left):
        left, _, right, _ = line.box
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _column_of(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    left, _, right, _ = line.box

    def overlap(at: int) -> float:
        return min(right, columns[at][1]) - max(left, columns[at][0])

    return max(range(len(columns)), key=overlap)
