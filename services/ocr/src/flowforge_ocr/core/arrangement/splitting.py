"""Split lines that the search for text joined across the narrow gap between two columns.

Such a line has a gap between two of its words, where the lines above and below end or begin.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from flowforge_ocr.engines.geometry import Box, Quad
from flowforge_ocr.engines.recognized import Line, Word

_LEAST_GAP = 0.45  # of the height of the line
_NEAR = 8  # heights above and below in which lines tell
_SLACK = 1.2  # heights by which the ends of lines differ in a ragged column
_WITNESSES = 3  # lines that end, and lines that begin, at the gap
_ALIKE = 1.6  # as high as its neighbors, at the most


def split_merged(lines: Sequence[Line]) -> list[Line]:
    """Return *lines*, those that reach across a gap between columns in parts."""
    result: list[Line] = []
    for line in lines:
        result += _parts(line, lines)
    return result


def _parts(line: Line, lines: Sequence[Line]) -> Iterator[Line]:
    if line.is_vertical or len(line.words) < 2:  # noqa: PLR2004 - nothing to split
        yield line
        return
    height = line.quad.height
    near = [
        each.box
        for each in lines
        if each is not line
        and abs(each.box.middle.y - line.box.middle.y) < _NEAR * height
        and height < _ALIKE * each.quad.height
    ]
    begin = 0
    for at, (before, after) in enumerate(pairwise(line.words), 1):
        gap = (before.box.right, after.box.left)
        if gap[1] - gap[0] >= _LEAST_GAP * height and _is_gutter(gap, near, height):
            yield _part(line, line.words[begin:at])
            begin = at
    yield _part(line, line.words[begin:]) if begin else line


def _is_gutter(gap: tuple[float, float], near: Sequence[Box], height: float) -> bool:
    start, end = gap
    middle, slack = (start + end) / 2, _SLACK * height
    left = sum(start - slack <= box.right <= middle for box in near)
    right = sum(middle <= box.left <= end + slack for box in near)
    crossing = sum(box.left < start and end < box.right for box in near)
    return min(left, right) >= _WITNESSES and crossing < min(left, right) / 2


def _part(line: Line, words: Sequence[Word]) -> Line:
    quads = [word.quad for word in words]
    first, last = quads[0], quads[-1]
    quad = Quad(first.top_left, last.top_right, last.bottom_right, first.bottom_left)
    length = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / max(1, length)
    return replace(line, words=tuple(words), quad=quad, confidence=confidence)
