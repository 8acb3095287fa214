"""Tell running text from labels, numbers and the cells of tables."""

import statistics
from collections.abc import Sequence
from itertools import pairwise

from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line

_LETTERS_OF_PROSE, _LENGTH_OF_PROSE, _LINES_OF_PROSE = 0.6, 9, 2


def is_prose(lines: Sequence[Line]) -> bool:
    """Return whether lines are running text: two or more, long, and mostly of letters."""
    texts = [line.text for line in lines]
    joined = "".join("".join(texts).split())
    letters = sum(character.isalpha() for character in joined)
    long = statistics.median(sum(2 if ord(each) > 0x2E80 else 1 for each in text) for text in texts)  # noqa: PLR2004 - wide characters begin here
    return (
        len(lines) >= _LINES_OF_PROSE
        and letters >= _LETTERS_OF_PROSE * len(joined)
        and long >= _LENGTH_OF_PROSE
    )


_LEVEL = 0.35
_LOOSE, _FAR = 1.9, 2.4  # distances of lines, of their height
_FULL, _FULL_SHARE = 0.75, 0.45
_ALIGNED_SHARE = 0.8


def is_table_of_texts(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Return whether lines stand in rows, far apart, and do not fill the width of their column."""
    fewer, more = sorted((left, right), key=len)
    level = sum(any(_is_level(line, other) for other in more) for line in fewer)
    if level < _ALIGNED_SHARE * len(fewer):
        return False
    step = _line_step(more)
    if step > _FAR:
        return True
    return not (_is_full(left) and _is_full(right)) and (step > _LOOSE or _is_labels(left))


def _is_level(line: Line, other: Line) -> bool:
    height = min(line.box.height, other.box.height)
    return abs(line.box.middle.y - other.box.middle.y) < _LEVEL * height


def _is_full(lines: Sequence[Line]) -> bool:
    width = Box.around(line.box for line in lines).width
    return sum(line.box.width > _FULL * width for line in lines) >= _FULL_SHARE * len(lines)


def _line_step(lines: Sequence[Line]) -> float:
    """Return the usual distance of lines, as a multiple of their height."""
    middles = sorted(line.box.middle.y for line in lines)
    steps = [after - before for before, after in pairwise(middles)]
    return statistics.median(steps) / statistics.median(line.box.height for line in lines) if steps else 0.0


def _is_labels(lines: Sequence[Line]) -> bool:
    return sum(line.text.rstrip().endswith(":") for line in lines) * 2 >= len(lines)
