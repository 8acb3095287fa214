"""Put boxes of different sizes into a sheet that is as small as shelves of boxes can make it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Packed:
    """The sheet's size, and left and top of each box, in the order in which they were given."""

    width: int
    height: int
    corners: tuple[tuple[int, int], ...]


def pack(sizes: Sequence[Size], gap: int, widest: int) -> Packed:
    """Pack boxes on shelves, tallest first, at the width, of those up to *widest*, with the smallest area."""
    least = max(width for width, _ in sizes)
    area = sum((width + gap) * (height + gap) for width, height in sizes)
    widths = {min(widest, max(least, round(math.sqrt(area) * factor / 20))) for factor in range(16, 41)}
    tries = [_shelves(sizes, gap, max(least, width)) for width in sorted(widths)]
    return min(tries, key=lambda packed: (packed.width * packed.height, max(packed.width, packed.height)))


def line(sizes: Sequence[Size], gap: int, *, down: bool) -> Packed:
    """Put boxes in one row, or in one column."""
    corners, at = [], 0
    for width, height in sizes:
        corners.append((0, at) if down else (at, 0))
        at += (height if down else width) + gap
    across, high = max(width for width, _ in sizes), max(height for _, height in sizes)
    return Packed(across if down else at - gap, at - gap if down else high, tuple(corners))


def _shelves(sizes: Sequence[Size], gap: int, width: int) -> Packed:
    corners = [(0, 0)] * len(sizes)
    x = y = shelf = used = 0
    for at in sorted(range(len(sizes)), key=lambda at: (-sizes[at][1], -sizes[at][0])):
        own_width, own_height = sizes[at]
        if x and x + own_width > width:
            x, y = 0, y + shelf + gap
            shelf = 0
        corners[at] = (x, y)
        shelf = max(shelf, own_height)
        used = max(used, x + own_width)
        x += own_width + gap
    return Packed(used, y + shelf, tuple(corners))
