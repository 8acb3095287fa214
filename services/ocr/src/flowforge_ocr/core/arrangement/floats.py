"""Captions, quotes and side notes that stand in the gap between two columns, with text around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line

_NARROW = 0.6  # of the narrower column
_LEAST_LINES = 6  # of each column beside it
_LEVEL, _NEAR = 0.5, 2.5  # of the height of a line


@dataclass(frozen=True, slots=True)
class Gap:
    """A vertical strip between two columns."""

    start: float
    end: float

    def is_crossed_by(self, box: Box) -> bool:
        return box.left < self.end and box.right > self.start


def floats_in(lines: Sequence[Line], gaps: Sequence[tuple[float, float]]) -> list[Line]:
    """Return the lines that reach into one of *gaps*, narrow ones with lines of both columns beside them."""
    found: list[Line] = []
    for start, end in gaps:
        gap = Gap(start, end)
        left = [line.box for line in lines if line.box.right <= end and not gap.is_crossed_by(line.box)]
        right = [line.box for line in lines if line.box.left >= start and not gap.is_crossed_by(line.box)]
        if min(len(left), len(right)) < _LEAST_LINES:
            continue
        width = min(Box.around(boxes).width for boxes in (left, right))
        crossing = [
            line for line in lines if gap.is_crossed_by(line.box) and line.box.width < _NARROW * width
        ]
        seeds = [line for line in crossing if _has_level(line.box, left) and _has_level(line.box, right)]
        found += [line for line in crossing if any(_is_near(line.box, seed.box) for seed in seeds)]
    return list(dict.fromkeys(found))


def _is_near(box: Box, seed: Box) -> bool:
    distance = abs(box.middle.y - seed.middle.y)
    return distance < _NEAR * max(box.height, seed.height) and box.left < seed.right and seed.left < box.right


def _has_level(box: Box, boxes: Sequence[Box]) -> bool:
    shared = (min(box.bottom, one.bottom) - max(box.top, one.top) for one in boxes)
    return any(height > _LEVEL * box.height for height in shared)
