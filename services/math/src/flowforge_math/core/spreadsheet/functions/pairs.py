"""Lines and correlation of two columns."""

import math
from collections.abc import Callable
from typing import Any

from flowforge_math.core.spreadsheet.registry import whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import DIV0, NA, Area, Failed, Fault, number

Moments = tuple[float, float, float, float, float, int]


def _moments(frame: Frame, first: Any, second: Any) -> Moments:
    """Return both means and the sums of squares and products about them, of rows with two numbers."""
    if not isinstance(first, Area) or not isinstance(second, Area):
        raise Failed(DIV0)
    ones, others = list(first.cells()), list(second.cells())
    if len(ones) != len(others):
        raise Failed(NA)
    frame.sheet.charge(2 * len(ones))
    for cell in (*ones, *others):
        if isinstance(cell, Fault):
            raise Failed(cell)
    kept = [
        (a, b) for a, b in zip(ones, others, strict=True) if isinstance(a, float) and isinstance(b, float)
    ]
    if not kept:
        raise Failed(DIV0)
    count = len(kept)
    mean_a = math.fsum(a for a, _ in kept) / count
    mean_b = math.fsum(b for _, b in kept) / count
    return (
        mean_a,
        mean_b,
        math.fsum((a - mean_a) ** 2 for a, _ in kept),
        math.fsum((b - mean_b) ** 2 for _, b in kept),
        math.fsum((a - mean_a) * (b - mean_b) for a, b in kept),
        count,
    )


def _declare(names: str, function: Callable[[Moments], float]) -> None:
    def compute(frame: Frame, first: Any, second: Any) -> float:
        return function(_moments(frame, first, second))

    whole(names, 2, 2)(compute)


_declare("CORREL PEARSON", lambda m: m[4] / math.sqrt(m[2] * m[3]))
_declare("RSQ", lambda m: m[4] ** 2 / (m[2] * m[3]))
_declare("SLOPE", lambda m: m[4] / m[3])
_declare("INTERCEPT", lambda m: m[0] - m[4] / m[3] * m[1])
_declare("COVAR COVARIANCE.P", lambda m: m[4] / m[5])
_declare("COVARIANCE.S", lambda m: m[4] / (m[5] - 1))


@whole("FORECAST FORECAST.LINEAR", 3, 3)
def forecast(frame: Frame, place: Any, known_y: Any, known_x: Any) -> float:
    found = _moments(frame, known_y, known_x)
    return found[0] + found[4] / found[3] * (number(place) - found[1])
