"""Lines as if their page were straight, and no longer than their letters, to compare their places."""

from collections.abc import Sequence
from dataclasses import replace
from math import cos, sin

from flowforge_ocr.core.arrangement.rows import slant_of
from flowforge_ocr.engines.geometry import Point, Quad
from flowforge_ocr.engines.recognized import Line

_LEAST = 0.003  # radians
_MARGIN, _MOST_MARGIN = 0.25, 0.2  # of the height, and of the width, that a line is found too long at an end


def leveled(lines: Sequence[Line]) -> list[Line]:
    """Return *lines* in the same order, turned back by their common slant."""
    slant = slant_of(lines)
    if abs(slant) < _LEAST:
        return list(lines)
    along, across = cos(slant), sin(slant)

    def turned(quad: Quad) -> Quad:
        return Quad(*(Point(x * along + y * across, y * along - x * across) for x, y in quad))

    return [replace(line, quad=turned(line.quad)) for line in lines]


def trimmed(lines: Sequence[Line]) -> list[Line]:
    """Return *lines* in the same order, without the paper that was found at their ends.

    Where columns stand close, lines that are found a little too long reach into the gap between them.
    """
    return [line if line.is_vertical else replace(line, quad=_narrowed(line.quad)) for line in lines]


def _narrowed(quad: Quad) -> Quad:
    share = min(_MOST_MARGIN, _MARGIN * quad.height / max(1.0, quad.width))
    return quad.part(share, 1 - share)
