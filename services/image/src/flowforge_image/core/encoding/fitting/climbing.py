"""Find the best of many encodings that fits, by making as few of them as can be."""

import math
from collections.abc import Callable
from dataclasses import dataclass

_STEPS_BY_FORESIGHT = 6


@dataclass(frozen=True, slots=True)
class Found:
    """The encoding number *rung*, which fits, while the next one does not (or there is none)."""

    rung: int
    content: bytes


def climb(
    make: Callable[[int], bytes | None], rungs: int, max_bytes: int, *, first: int, slope: float
) -> Found | None:
    """Return the highest of *rungs* encodings that has at most *max_bytes*, or None if not even the lowest.

    Sizes grow from each rung to the next but for a few bytes. The search begins at *first* and goes by
    what the sizes met so far foretell, then by halving. It ends where *make* returns None: no time is left.
    """
    best: Found | None = None
    low, high = -1, rungs
    sizes: dict[int, float] = {}
    at = min(max(first, 0), rungs - 1)
    while low < high - 1:
        content = make(at)
        if content is None:
            break
        sizes[at] = math.log(len(content))
        if len(content) <= max_bytes:
            best, low = Found(at, content), at
        else:
            high = at
        foretold = _foretell(sizes, low, high, math.log(max_bytes), slope)
        at = foretold if len(sizes) < _STEPS_BY_FORESIGHT else (low + high) // 2
        at = min(max(at, low + 1), high - 1)
    return best


def _foretell(sizes: dict[int, float], low: int, high: int, target: float, slope: float) -> int:
    """Return the highest rung that is thought to fit, by the two sizes nearest to *target*."""
    near = sorted(sizes, key=lambda rung: abs(sizes[rung] - target))[:2]
    if len(near) == 2:  # noqa: PLR2004 - a line goes through two points
        rise = (sizes[near[1]] - sizes[near[0]]) / (near[1] - near[0])
        slope = max(rise, slope / 10)
    known = low if low in sizes else high
    return math.floor(known + (target - sizes[known]) / slope)
