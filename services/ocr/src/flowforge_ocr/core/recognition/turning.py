"""Turn pages upright: the page orientation network looks, and in doubt the text decides."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from flowforge_ocr.engines.page_orientation import turn_chances
from flowforge_ocr.engines.recognized import Line, Pixels

Angle = Literal[0, 90, 180, 270]
_SURE = 0.75
_SURELY_READ = 0.9
_MOSTLY, _WIDE = 0.6, 0x2E80  # where characters begin that are as wide as high
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
    if _is_sideways(lines):
        return _turned_once_more(best, pixels, recognize)
    if chances[best // 90] >= _SURE or not lines:
        return best, lines
    others = recognize(turned(pixels, second))
    if _is_sideways(others):
        return _turned_once_more(second, pixels, recognize)
    return (best, lines) if _evidence(lines) >= _evidence(others) else (second, others)


def _is_sideways(lines: Sequence[Line]) -> bool:
    """Return whether most letters, of scripts that are not written so, stand in lines that run downwards."""
    down = sum(len(line.text) for line in lines if line.is_vertical and not _may_run_downwards(line.text))
    return down > _MOSTLY * sum(len(line.text) for line in lines)


def _may_run_downwards(text: str) -> bool:
    return sum(ord(character) >= _WIDE for character in text) * 2 > len(text)


def _turned_once_more(
    angle: Angle, pixels: Pixels, recognize: Callable[[Pixels], list[Line]]
) -> tuple[Angle, list[Line]]:
    """Read a page that lies on its side turned by a quarter more, and by a quarter less if that is unsure."""
    found: list[tuple[Angle, list[Line]]] = []
    for quarters in (1, 3):
        upright = _QUARTER[(angle // 90 + quarters) % 4]
        others = recognize(turned(pixels, upright))
        found.append((upright, others))
        if _is_sure(others):
            break
    return max(found, key=lambda one: _evidence(one[1]))


def _is_sure(lines: Sequence[Line]) -> bool:
    length = sum(len(line.text) for line in lines)
    return sum(len(line.text) * line.confidence for line in lines) > _SURELY_READ * length > 0


def _evidence(lines: Sequence[Line]) -> float:
    """Return how much text was read, counting doubtful lines little."""
    return sum(len(line.text) * max(0.0, line.confidence - 0.5) for line in lines)
