"""Sums, averages, spreads and ranks of many cells."""

import math
import statistics
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable
from typing import Any

from flowforge_math.core.spreadsheet.registry import MANY, MISSING, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import (
    DIV0,
    NA,
    NUM,
    VALUE,
    Area,
    Failed,
    Fault,
    number,
    same,
    spread,
)

Numbers = list[float]


def numbers(frame: Frame, values: tuple[Any, ...]) -> Numbers:
    """Return the numbers in arrays, and the values of single arguments. Raises Failed for an error value."""
    found: Numbers = []
    for value in values:
        if isinstance(value, Area):
            frame.sheet.charge(len(value.rows) * value.width)
            for cell in value.cells():
                if isinstance(cell, float):
                    found.append(cell)
                elif isinstance(cell, Fault):
                    raise Failed(cell)
        elif value is not MISSING:
            found.append(number(value))
    return found


def _of_numbers(names: str, least: int = 1) -> Callable[[Callable[[Numbers], Any]], Callable[[Numbers], Any]]:
    """Declare a function of all numbers in its arguments, of which it needs some: else #DIV/0!."""

    def declare(function: Callable[[Numbers], Any]) -> Callable[[Numbers], Any]:
        def compute(frame: Frame, *values: Any) -> Any:
            found = numbers(frame, values)
            if len(found) < least:
                raise Failed(DIV0)
            return function(found)

        whole(names, 1, MANY)(compute)
        return function

    return declare


_of_numbers("SUM", 0)(math.fsum)
_of_numbers("MIN", 0)(lambda found: min(found, default=0.0))
_of_numbers("MAX", 0)(lambda found: max(found, default=0.0))
_of_numbers("PRODUCT", 0)(lambda found: math.prod(found) if found else 0.0)
_of_numbers("SUMSQ", 0)(lambda found: math.fsum(one * one for one in found))
_of_numbers("AVERAGE")(lambda found: math.fsum(found) / len(found))
_of_numbers("STDEV STDEV.S", 2)(statistics.stdev)
_of_numbers("STDEVP STDEV.P")(statistics.pstdev)
_of_numbers("VAR VAR.S", 2)(statistics.variance)
_of_numbers("VARP VAR.P")(statistics.pvariance)
_of_numbers("GCD")(lambda found: float(math.gcd(*map(_whole_number, found))))
_of_numbers("LCM")(lambda found: float(math.lcm(*map(_whole_number, found))))


def _whole_number(value: float) -> int:
    if not 0 <= value < 2**53:
        raise Failed(NUM)
    return int(value)


@_of_numbers("MEDIAN", 0)
def median(found: Numbers) -> float:
    if not found:
        raise Failed(NUM)
    return statistics.median(found)


@_of_numbers("MODE MODE.SNGL", 0)
def mode(found: Numbers) -> float:
    most = Counter(found).most_common(1)
    if not most or most[0][1] == 1:
        raise Failed(NA)
    return most[0][0]


@_of_numbers("AVEDEV", 0)
def average_deviation(found: Numbers) -> float:
    if not found:
        raise Failed(NUM)
    mean = math.fsum(found) / len(found)
    return math.fsum(abs(one - mean) for one in found) / len(found)


@_of_numbers("DEVSQ", 0)
def squared_deviations(found: Numbers) -> float:
    if not found:
        raise Failed(NUM)
    mean = math.fsum(found) / len(found)
    return math.fsum((one - mean) ** 2 for one in found)


@_of_numbers("GEOMEAN", 0)
def geometric_mean(found: Numbers) -> float:
    if not found or min(found) <= 0:
        raise Failed(NUM)
    return math.exp(math.fsum(map(math.log, found)) / len(found))


@_of_numbers("HARMEAN", 0)
def harmonic_mean(found: Numbers) -> float:
    if not found or min(found) <= 0:
        raise Failed(NUM)
    return len(found) / math.fsum(1 / one for one in found)


def _counted(values: tuple[Any, ...], counts: Callable[[Any], bool]) -> float:
    return float(
        sum(sum(map(counts, value.cells())) if isinstance(value, Area) else counts(value) for value in values)
    )


@whole("COUNT", 1, MANY)
def count(_: Frame, *values: Any) -> float:
    return _counted(values, lambda one: isinstance(one, float))


@whole("COUNTA", 1, MANY)
def count_filled(_: Frame, *values: Any) -> float:
    return _counted(values, lambda one: one is not None)


@whole("COUNTBLANK", 1, 1)
def count_blank(_: Frame, value: Any) -> float:
    return _counted((value,), lambda one: one is None or one == "")


def _ordered(frame: Frame, values: Any) -> Numbers:
    """Return the numbers of a column in order, sorted once only."""
    key = ("sorted", values.key) if isinstance(values, Area) and values.key else None
    if key is None:
        return sorted(numbers(frame, (values,)))
    if key not in frame.sheet.indexes:
        frame.sheet.indexes[key] = sorted(numbers(frame, (values,)))
    kept: Numbers = frame.sheet.indexes[key]
    return kept


@whole("LARGE", 2, 2)
def large(frame: Frame, values: Any, place: Any) -> float:
    return _nth(_ordered(frame, values), number(place), -1)


@whole("SMALL", 2, 2)
def small(frame: Frame, values: Any, place: Any) -> float:
    return _nth(_ordered(frame, values), number(place), 1)


def _nth(found: Numbers, place: float, direction: int) -> float:
    at = math.ceil(place)
    if not 1 <= at <= len(found):
        raise Failed(NUM)
    return found[at - 1] if direction > 0 else found[-at]


@whole("RANK RANK.EQ", 2, 3)
def rank(frame: Frame, value: Any, values: Any, ascending: Any = 0.0) -> Any:
    return _ranked(frame, value, values, ascending, tied=0.0)


@whole("RANK.AVG", 2, 3)
def average_rank(frame: Frame, value: Any, values: Any, ascending: Any = 0.0) -> Any:
    return _ranked(frame, value, values, ascending, tied=0.5)


def _ranked(frame: Frame, value: Any, values: Any, ascending: Any, *, tied: float) -> Any:
    """Return ranks; of equal values the first one, or *tied* of the way to the last."""
    found = _ordered(frame, values)
    upward = number(None if ascending is MISSING else ascending) != 0

    def place(one: Any) -> float:
        wanted = number(one)
        low, high = bisect_left(found, wanted), bisect_right(found, wanted)
        if low == high:
            raise Failed(NA)
        return (low if upward else len(found) - high) + 1 + tied * (high - low - 1)

    return spread(place, [value], frame.sheet.charge)


def _quantile(found: Numbers, share: float, *, inclusive: bool) -> float:
    size = len(found)
    place = share * (size - 1) if inclusive else share * (size + 1) - 1
    if not size or not 0 <= share <= 1 or not 0 <= place <= size - 1:
        raise Failed(NUM)
    low = math.floor(place)
    high = min(low + 1, size - 1)
    return found[low] + (place - low) * (found[high] - found[low])


@whole("PERCENTILE PERCENTILE.INC", 2, 2)
def percentile(frame: Frame, values: Any, share: Any) -> float:
    return _quantile(_ordered(frame, values), number(share), inclusive=True)


@whole("PERCENTILE.EXC", 2, 2)
def percentile_exclusive(frame: Frame, values: Any, share: Any) -> float:
    return _quantile(_ordered(frame, values), number(share), inclusive=False)


@whole("QUARTILE QUARTILE.INC", 2, 2)
def quartile(frame: Frame, values: Any, quarter: Any) -> float:
    return _quantile(_ordered(frame, values), int(number(quarter)) / 4, inclusive=True)


@whole("PERCENTRANK PERCENTRANK.INC", 2, 2)
def percent_rank(frame: Frame, values: Any, value: Any) -> float:
    found, wanted = _ordered(frame, values), number(value)
    if not found or not found[0] <= wanted <= found[-1]:
        raise Failed(NA)
    if len(found) == 1:
        return 1.0
    below = sum(one < wanted for one in found)
    place = float(below)
    if not any(same(one, wanted) for one in found):
        place = below - 1 + (wanted - found[below - 1]) / (found[below] - found[below - 1])
    return math.floor(place / (len(found) - 1) * 1000 + 1e-9) / 1000


@whole("SUMPRODUCT", 1, MANY)
def sum_product(frame: Frame, *values: Any) -> float:
    areas = [one if isinstance(one, Area) else Area([[one]]) for one in values]
    if len({(len(one.rows), one.width) for one in areas}) > 1:
        raise Failed(VALUE)
    frame.sheet.charge(sum(len(one.rows) * one.width for one in areas))
    return math.fsum(
        math.prod(_factor(cell) for cell in cells)
        for cells in zip(*(one.cells() for one in areas), strict=True)
    )


def _factor(cell: Any) -> float:
    if isinstance(cell, Fault):
        raise Failed(cell)
    return cell if isinstance(cell, float) else 0.0
