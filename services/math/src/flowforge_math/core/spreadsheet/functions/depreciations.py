"""Depreciation by declining balances, as spreadsheets compute it."""

import math

from flowforge_math.core.spreadsheet.registry import single
from flowforge_math.core.spreadsheet.values import NUM, Failed

_MONTHS = 12
_MAX_LIFE = 10_000


@single("DB", "nnnnn")
def fixed_declining(cost: float, salvage: float, life: float, period: float, months: float = 12.0) -> float:
    """Depreciate at a rate of three decimals; a short first year is made up for after the last."""
    first, number = int(months), int(period)
    last = life + (first < _MONTHS)
    if min(cost, salvage) < 0 or not 1 <= number <= last <= _MAX_LIFE or not 1 <= first <= _MONTHS:
        raise Failed(NUM)
    if cost == 0:
        return 0.0
    rate = round(1 - math.pow(salvage / cost, 1 / life), 3)
    begun = cost * rate * first / _MONTHS
    if number == 1:
        return begun
    left = (cost - begun) * (1 - rate) ** (number - 2)
    return left * rate * ((_MONTHS - first) / _MONTHS if number > life else 1)


@single("DDB", "nnnnn")
def double_declining(cost: float, salvage: float, life: float, period: float, factor: float = 2.0) -> float:
    if min(cost, salvage) < 0 or min(life, factor) <= 0 or not 0 < period <= life:
        raise Failed(NUM)
    return _book(cost, salvage, factor / life, period - 1) - _book(cost, salvage, factor / life, period)


def _book(cost: float, salvage: float, share: float, periods: float) -> float:
    """Return what the asset is worth after some periods: never less than its salvage."""
    if periods <= 0:
        return cost
    return max(cost * math.pow(max(1 - share, 0.0), periods), min(salvage, cost))


@single("VDB", "nnnnnnb")
def variable_declining(  # noqa: PLR0917 - as the function has them
    cost: float,
    salvage: float,
    life: float,
    start: float,
    end: float,
    factor: float = 2.0,
    no_switch: bool = False,  # noqa: FBT001, FBT002 - the value of a cell
) -> float:
    """Depreciate from *start* to *end*; straight on as soon as that is more, unless *no_switch*."""
    if min(cost, salvage, start, factor) < 0 or not start <= end <= life <= _MAX_LIFE or life <= 0:
        raise Failed(NUM)
    book, total = cost, 0.0
    for period in range(math.ceil(end)):
        value = max(min(book * min(factor / life, 1), book - salvage), 0.0)
        if not no_switch:
            value = max(value, (book - salvage) / max(life - period, 1))
        book -= value
        total += value * max(min(end, period + 1) - max(start, period), 0)
    return total
