"""Lines as if their page were straight, to compare their places."""

from collections.abc import Sequence
from dataclasses import replace
from math import cos, sin

from flowforge_ocr.core.arrangement.rows import slant_of
from flowforge_ocr.engines.geometry import Point, Quad
from flowforge_ocr.engines.recognized import Line

_LEAST = 0.003  # radians


def leveled(lines: Sequence[Line]) -> list[Line]:
    """Return *lines* in the same order, turned back by their common slant."""
    slant = slant_of(lines)
    if abs(slant) < _LEAST:
        return list(lines)
    along, across = cos(slant), sin(slant)

    def turned(quad: Quad) -> Quad:
        return Quad(*(Point(x * along + y * across, y * along - x * across) for x, y in quad))

    return [replace(line, quad=turned(line.quad)) for line in lines]
