"""Parts of a picture that networks look at after the whole, so that what is small in it is found as well."""

from collections.abc import Iterator

import numpy as np

_DEEPEST = 3  # halvings, at the most
_OVERLAP = 0.3


def squares(
    width: int, height: int, smallest: int, deepest: int = _DEEPEST
) -> Iterator[tuple[int, int, int]]:
    """Yield squares as left, top and side: halves of the longer side, quarters, eighths, overlapping.

    A part smaller than *smallest* pixels would only be enlarged, and is left out. Squares may reach beyond
    the shorter side.
    """
    side = max(width, height)
    for _ in range(deepest):
        side //= 2
        if side < smallest:
            return
        for top in _starts(height, side):
            for left in _starts(width, side):
                yield left, top, side


def _starts(length: int, side: int) -> list[int]:
    if length <= side:
        return [0]
    count = 1 + int(np.ceil((length - side) / (side * (1 - _OVERLAP))))
    return [round(start) for start in np.linspace(0, length - side, count)]
