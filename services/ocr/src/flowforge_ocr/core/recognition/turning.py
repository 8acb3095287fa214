"""Turn pages upright: the page orientation network looks, and in doubt the text decides."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from flowforge_ocr.engines.page_orientation import turn_chances
from flowforge_ocr.engines.recognized import Line, Pixels

Angle = Literal[0, 90, 180, 270]
_SURE = 0.75
_QUARTER: tuple[Angle, ...] = (0, 90, 180, 270)


def turned(pixels: Pixels, angle: Angle) -> Pixels:
    """Return *pixels* turned counterclockwise by *angle* degrees."""
    return np.ascontiguousarray(np.rot90(pixels, angle // 90)) if angle else pixels


def upright_angle(pixels: Pixels) -> Angle:
    """Return by how many degrees clockwise a page is probably turned, without reading it."""
    chances = turn_chances(pixels)
    best = max(_QUARTER, key=lambda angle: chances[angle // 90])
    return best if chances[best // 90] >= _SURE else 0


def read_upright(pixels: Pixels, recognize: Callable[[Pixels], list[Line]]) -> tuple[Angle, list[Line]]:
    """Return by how many degrees clockwise the page was turned, and its lines once it was upright."""
    chances = turn_chances(pixels)
    ranked = sorted(_QUARTER, key=lambda angle: -chances[angle // 90])
    best, second = ranked[:2]
    lines = recognize(turned(pixels, best))
    if chances[best // 90] >= _SURE or not lines:
        return best, lines
    others = recognize(turned(pixels, second))
    return (best, lines) if _evidence(lines) >= _evidence(others) else (second, others)


def _evidence(lines: Sequence[Line]) -> float:
    """Return how much text was read, counting doubtful lines little."""
    return sum(len(line.text) * max(0.0, line.confidence - 0.5) for line in lines)
