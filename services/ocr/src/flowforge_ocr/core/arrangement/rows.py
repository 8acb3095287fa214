"""Lines of one height, joined to rows from left to right, also on pages that are slightly turned."""

import statistics
from collections.abc import Sequence
from math import atan2, cos, sin

from flowforge_ocr.engines.recognized import Line

_LEVEL = 0.5
_LONG = 3.0  # a line so much longer than high tells the slant of a page


def slant_of(lines: Sequence[Line]) -> float:
    """Return by how many radians the lines are turned clockwise, the median of the long ones."""
    slants = []
    for line in lines:
        start, end = line.quad.top_left, line.quad.top_right
        if end.x - start.x > _LONG * line.quad.height:
            slants.append(atan2(end.y - start.y, end.x - start.x))
    return statistics.median(slants) if slants else 0.0


def rows_of(lines: Sequence[Line], slant: float) -> list[list[Line]]:
    """Return rows from the top, each from left to right."""
    up, along = cos(slant), sin(slant)

    def height_of(line: Line) -> float:
        middle = line.box.middle
        return middle.y * up - middle.x * along

    rows: list[list[Line]] = []
    for line in sorted(lines, key=height_of):
        last = rows[-1] if rows else []
        if last and _is_level(height_of(line), [height_of(each) for each in last], line, last):
            last.append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.box.left) for row in rows]


def _is_level(height: float, heights: list[float], line: Line, row: list[Line]) -> bool:
    size = min(line.quad.height, statistics.median(each.quad.height for each in row))
    return height - statistics.mean(heights) < _LEVEL * size
