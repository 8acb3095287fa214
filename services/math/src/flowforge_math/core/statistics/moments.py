"""Mean, variance, skewness and kurtosis in two passes, as Chan, Golub and LeVeque recommend.

Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Algorithms for computing the sample variance", The American
Statistician 37 (1983): the corrected two-pass algorithm.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from flowforge_math.core.statistics.columns import Column

LEAST_FOR_SKEWNESS: Final = 3
LEAST_FOR_KURTOSIS: Final = 4


@dataclass(frozen=True, slots=True)
class Moments:
    """What is None is not defined for so few values, or exceeds the range of doubles."""

    total: float | None
    minimum: float
    maximum: float
    mean: float
    variance: float | None
    standard_deviation: float | None
    skewness: float | None
    kurtosis: float | None


def moments_of(column: Column, degrees_of_freedom: int) -> Moments:
    """Return the moments of a column that has at least one number.

    Skewness and excess kurtosis are the adjusted ones of Fisher and Pearson, G1 and G2, as spreadsheets have.
    """
    low, high = _extremes(column)
    # A power of two: dividing by it loses nothing, and no sum and no square can overflow.
    unit = math.ldexp(1.0, math.frexp(max(abs(low), abs(high)))[1] - 1) or 1.0
    count = column.count
    sums = math.fsum(float((values / unit).sum()) for values in column.chunks())
    center = min(max(sums / count, low / unit), high / unit)
    first, second, third, fourth = _powers(column, unit, center)
    # The mean of the deviations is what rounding left; the higher moments are moved by it.
    m2 = max(second - first**2, 0.0)
    m3 = third - 3 * first * second + 2 * first**3
    m4 = fourth - 4 * first * third + 6 * first**2 * second - 3 * first**4
    variance = m2 * count / (count - degrees_of_freedom) if count > degrees_of_freedom else None
    return Moments(
        total=_finite(sums * unit),
        minimum=low,
        maximum=high,
        mean=min(max((center + first) * unit, low), high),
        variance=None if variance is None else _finite(variance * unit * unit),
        standard_deviation=None if variance is None else _finite(math.sqrt(variance) * unit),
        skewness=_skewness(count, m2, m3),
        kurtosis=_kurtosis(count, m2, m4),
    )


def _extremes(column: Column) -> tuple[float, float]:
    low, high = math.inf, -math.inf
    for values in column.chunks():
        if len(values):
            low, high = min(low, float(values.min())), max(high, float(values.max()))
    return low, high


def _powers(column: Column, unit: float, center: float) -> list[float]:
    """Return the means of the first four powers of the deviations from *center*, in *unit*."""
    sums: list[list[float]] = [[], [], [], []]
    for values in column.chunks():
        deviations = values / unit - center
        power = np.ones_like(deviations)
        for parts in sums:
            power *= deviations
            parts.append(float(power.sum()))
    return [math.fsum(parts) / column.count for parts in sums]


def _skewness(count: int, m2: float, m3: float) -> float | None:
    if count < LEAST_FOR_SKEWNESS or m2 == 0:
        return None
    return _finite(m3 / m2**1.5 * math.sqrt(count * (count - 1)) / (count - 2))


def _kurtosis(count: int, m2: float, m4: float) -> float | None:
    if count < LEAST_FOR_KURTOSIS or m2 == 0:
        return None
    excess = m4 / m2**2 - 3
    return _finite((count - 1) / ((count - 2) * (count - 3)) * ((count + 1) * excess + 6))


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
