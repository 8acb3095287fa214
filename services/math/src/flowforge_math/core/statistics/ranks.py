"""Order statistics of a column of any length: exact, in four passes and a few megabytes.

A double's bits can be turned into an integer of the same order. Each pass fixes sixteen bits more of the
values at the wanted ranks by counting how many values share the bits found so far.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flowforge_math.core.statistics.columns import Column, Doubles

HALF: Final = 0.5
_SIGN: Final = np.uint64(1 << 63)
SORTED_IN_MEMORY: Final = 1 << 20
_DIGIT: Final = 1 << 16
_SHIFTS: Final = (48, 32, 16, 0)

Keys = NDArray[np.uint64]


def quantiles_of(column: Column, fractions: Sequence[float]) -> list[float]:
    """Return quantiles by linear interpolation between ranks (Hyndman and Fan's type 7, as spreadsheets)."""
    places = [fraction * (column.count - 1) for fraction in fractions]
    ranks = {int(place) for place in places} | {min(int(place) + 1, column.count - 1) for place in places}
    found = values_at(column, ranks)
    result = []
    for place in places:
        low, high = found[int(place)], found[min(int(place) + 1, column.count - 1)]
        result.append(_between(low, high, place - int(place)))
    return result


def _between(low: float, high: float, weight: float) -> float:
    """Interpolate from the nearer end, so that both ends are met exactly."""
    if not math.isfinite(high - low):
        return low * (1 - weight) + high * weight
    return high - (high - low) * (1 - weight) if weight >= HALF else low + (high - low) * weight


def values_at(column: Column, ranks: Iterable[int]) -> dict[int, float]:
    """Return the values that stand at *ranks*, counted from 0, once the numbers are in order."""
    wanted = sorted(set(ranks))
    if column.rows <= SORTED_IN_MEMORY:
        values = np.sort(np.concatenate([*column.chunks()]))
        return {rank: float(values[rank]) for rank in wanted}
    # Of each rank: the bits known of its key, and its rank among the keys that share them.
    known = {rank: (0, rank) for rank in wanted}
    for shift in _SHIFTS:
        counts = _count_digits(column, {prefix for prefix, _ in known.values()}, shift)
        known = {rank: _descend(counts[prefix], prefix, place) for rank, (prefix, place) in known.items()}
    keys = np.array([known[rank][0] for rank in wanted], np.uint64)
    return dict(zip(wanted, _values(keys).tolist(), strict=True))


def _count_digits(column: Column, prefixes: set[int], shift: int) -> dict[int, NDArray[np.int64]]:
    """Count, under each prefix, how many keys have which next sixteen bits."""
    counts = {prefix: np.zeros(_DIGIT, np.int64) for prefix in prefixes}
    for values in column.chunks():
        keys = _keys(values) >> np.uint64(shift)
        upper = keys >> np.uint64(16) if shift < _SHIFTS[0] else np.zeros_like(keys)
        digits = (keys & np.uint64(_DIGIT - 1)).astype(np.int64)
        for prefix in prefixes:
            counts[prefix] += np.bincount(digits[upper == np.uint64(prefix)], minlength=_DIGIT)
    return counts


def _descend(counts: NDArray[np.int64], prefix: int, place: int) -> tuple[int, int]:
    cumulative = np.cumsum(counts)
    digit = int(np.searchsorted(cumulative, place, side="right"))
    before = int(cumulative[digit - 1]) if digit else 0
    return prefix << 16 | digit, place - before


def _keys(values: Doubles) -> Keys:
    bits = (values + 0.0).view(np.uint64)  # + 0.0 makes one of the two zeros
    return np.where(bits & _SIGN, ~bits, bits | _SIGN)


def _values(keys: Keys) -> Doubles:
    return np.where(keys & _SIGN, keys ^ _SIGN, ~keys).view(np.float64)
