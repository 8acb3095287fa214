"""Shapes of samples, the normal distribution, and sums of two arrays."""

import math
import statistics
from statistics import NormalDist
from typing import Any, Final

from flowforge_math.core.spreadsheet.functions.aggregates import numbers
from flowforge_math.core.spreadsheet.registry import FUNCTIONS, MANY, single, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import DIV0, NA, NUM, VALUE, Area, Failed, number

_SUBTOTALS: Final = [
    "AVERAGE",
    "COUNT",
    "COUNTA",
    "MAX",
    "MIN",
    "PRODUCT",
    "STDEV",
    "STDEVP",
    "SUM",
    "VAR",
    "VARP",
]
_HIDDEN: Final = 100  # numbers above leave hidden rows out, of which there are none
_MAX_COUNT: Final = 10_000


@whole("SUBTOTAL", 2, MANY)
def subtotal(frame: Frame, kind: Any, *values: Any) -> Any:
    chosen = int(number(kind)) % _HIDDEN
    if not 1 <= chosen <= len(_SUBTOTALS) or number(kind) > _HIDDEN + len(_SUBTOTALS):
        raise Failed(VALUE)
    return FUNCTIONS[_SUBTOTALS[chosen - 1]].call(frame, *values)


def _all_numbers(frame: Frame, values: tuple[Any, ...]) -> list[float]:
    """Return numbers as AVERAGEA sees them: texts count as 0, TRUE as 1."""
    found: list[float] = []
    for value in values:
        cells = list(value.cells()) if isinstance(value, Area) else [value]
        frame.sheet.charge(len(cells))
        found += [0.0 if isinstance(cell, str) else number(cell) for cell in cells if cell is not None]
    return found


@whole("AVERAGEA", 1, MANY)
def average_of_all(frame: Frame, *values: Any) -> float:
    return statistics.fmean(_some(_all_numbers(frame, values)))


@whole("MAXA", 1, MANY)
def greatest_of_all(frame: Frame, *values: Any) -> float:
    return max(_all_numbers(frame, values), default=0.0)


@whole("MINA", 1, MANY)
def least_of_all(frame: Frame, *values: Any) -> float:
    return min(_all_numbers(frame, values), default=0.0)


def _some(found: list[float], least: int = 1) -> list[float]:
    if len(found) < least:
        raise Failed(DIV0)
    return found


@whole("SKEW", 1, MANY)
def skewness(frame: Frame, *values: Any) -> float:
    found = _some(numbers(frame, values), 3)
    size, middle, spread = len(found), statistics.fmean(found), statistics.stdev(found)
    return size / ((size - 1) * (size - 2)) * math.fsum(((one - middle) / spread) ** 3 for one in found)


@whole("KURT", 1, MANY)
def kurtosis(frame: Frame, *values: Any) -> float:
    found = _some(numbers(frame, values), 4)
    size, middle, spread = len(found), statistics.fmean(found), statistics.stdev(found)
    fourth = math.fsum(((one - middle) / spread) ** 4 for one in found)
    scale = size * (size + 1) / ((size - 1) * (size - 2) * (size - 3))
    return scale * fourth - 3 * (size - 1) ** 2 / ((size - 2) * (size - 3))


@whole("TRIMMEAN", 2, 2)
def trimmed_mean(frame: Frame, values: Any, share: Any) -> float:
    found, cut = sorted(numbers(frame, (values,))), number(share)
    if not found or not 0 <= cut < 1:
        raise Failed(NUM)
    each = int(len(found) * cut + 1e-9) // 2
    return statistics.fmean(found[each : len(found) - each])


def _pairs(frame: Frame, left: Any, right: Any) -> list[tuple[float, float]]:
    areas = [one if isinstance(one, Area) else Area([[one]]) for one in (left, right)]
    cells = [list(one.cells()) for one in areas]
    frame.sheet.charge(len(cells[0]))
    if len(cells[0]) != len(cells[1]):
        raise Failed(NA)
    pairs = zip(*cells, strict=True)
    return [(one, other) for one, other in pairs if isinstance(one, float) and isinstance(other, float)]


@whole("SUMXMY2", 2, 2)
def squared_differences(frame: Frame, left: Any, right: Any) -> float:
    return math.fsum((one - other) ** 2 for one, other in _pairs(frame, left, right))


@whole("SUMX2MY2", 2, 2)
def differences_of_squares(frame: Frame, left: Any, right: Any) -> float:
    return math.fsum(one * one - other * other for one, other in _pairs(frame, left, right))


@whole("SUMX2PY2", 2, 2)
def sums_of_squares(frame: Frame, left: Any, right: Any) -> float:
    return math.fsum(one * one + other * other for one, other in _pairs(frame, left, right))


@single("STANDARDIZE", "nnn")
def standardize(value: float, mean: float, spread: float) -> float:
    return (value - mean) / _positive(spread)


def _positive(value: float) -> float:
    if value <= 0:
        raise Failed(NUM)
    return value


@single("NORM.DIST NORMDIST", "nnnb")
def normal(value: float, mean: float, spread: float, cumulative: bool) -> float:  # noqa: FBT001 - the value of a cell
    known = NormalDist(mean, _positive(spread))
    if not cumulative:
        return known.pdf(value)
    return math.erfc(-(value - mean) / spread / math.sqrt(2)) / 2


@single("NORM.S.DIST", "nb")
def standard_normal(value: float, cumulative: bool) -> float:  # noqa: FBT001 - the value of a cell
    return normal(value, 0.0, 1.0, cumulative)


@single("NORMSDIST", "n")
def standard_normal_share(value: float) -> float:
    return normal(value, 0.0, 1.0, cumulative=True)


@single("NORM.INV NORMINV", "nnn")
def normal_quantile(share: float, mean: float, spread: float) -> float:
    if not 0 < share < 1:
        raise Failed(NUM)
    return NormalDist(mean, _positive(spread)).inv_cdf(share)


@single("NORM.S.INV NORMSINV", "n")
def standard_normal_quantile(share: float) -> float:
    return normal_quantile(share, 0.0, 1.0)


@single("FACTDOUBLE", "n")
def double_factorial(value: float) -> float:
    count = int(value)
    if not -1 <= count <= 300:  # noqa: PLR2004 - beyond that it is no double
        raise Failed(NUM)
    return float(math.prod(range(count, 0, -2)))


@single("COMBINA", "nn")
def combinations_with_repetition(value: float, chosen: float) -> float:
    count, size = int(value), int(chosen)
    if min(count, size) < 0 or count + size > _MAX_COUNT:
        raise Failed(NUM)
    return float(math.comb(count + size - 1, size)) if count + size else 1.0


@whole("MULTINOMIAL", 1, MANY)
def multinomial(frame: Frame, *values: Any) -> float:
    found = [int(one) for one in numbers(frame, values)]
    if min(found, default=0) < 0 or sum(found) > _MAX_COUNT:
        raise Failed(NUM)
    result, total = 1, 0
    for one in found:
        total += one
        result *= math.comb(total, one)
    return float(result)
