"""Dated cash flows, modified returns, and the interest and principal of several payments."""

import math
from datetime import date
from typing import Any

from flowforge_math.core.finance.flows import NoRate, internal_rates, present_value
from flowforge_math.core.spreadsheet.dates import day
from flowforge_math.core.spreadsheet.functions.aggregates import numbers
from flowforge_math.core.spreadsheet.functions.money import future_value, payment
from flowforge_math.core.spreadsheet.registry import MISSING, single, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import DIV0, NUM, Failed, number

_GRID = 5_000  # places at which XIRR looks for a change of sign
_DAYS_A_YEAR = 365


def _dated(frame: Frame, flows: Any, dates: Any) -> tuple[list[float], list[float]]:
    """Return the flows and their times in years of 365 days from the first."""
    values, days = numbers(frame, (flows,)), [day(one) for one in numbers(frame, (dates,))]
    if not values or len(values) != len(days) or min(days) < days[0]:
        raise Failed(NUM)
    return values, [_years(days[0], one) for one in days]


def _years(first: date, second: date) -> float:
    return (second - first).days / _DAYS_A_YEAR


@whole("XNPV", 3, 3)
def dated_present_value(frame: Frame, rate: Any, flows: Any, dates: Any) -> float:
    values, times = _dated(frame, flows, dates)
    found = number(rate)
    if found <= -1:
        raise Failed(NUM)
    return present_value(found, values, times)


@whole("XIRR", 2, 3)
def dated_internal_rate(frame: Frame, flows: Any, dates: Any, guess: Any = MISSING) -> float:
    values, times = _dated(frame, flows, dates)
    frame.sheet.charge(_GRID * len(values))
    near = 0.1 if guess is MISSING else number(guess)
    try:
        return min(internal_rates(values, times), key=lambda rate: abs(rate - near))
    except NoRate as error:
        raise Failed(NUM) from error


@whole("MIRR", 3, 3)
def modified_rate(frame: Frame, flows: Any, finance: Any, reinvest: Any) -> float:
    values = numbers(frame, (flows,))
    paid, earned = number(finance), number(reinvest)
    if not values or min(values) >= 0 or max(values) <= 0:
        raise Failed(DIV0)
    last = len(values) - 1
    gains = math.fsum(max(value, 0) * (1 + earned) ** (last - at) for at, value in enumerate(values))
    costs = math.fsum(min(value, 0) / (1 + paid) ** at for at, value in enumerate(values))
    return float((gains / -costs) ** (1 / last)) - 1


@whole("FVSCHEDULE", 2, 2)
def scheduled_value(frame: Frame, principal: Any, rates: Any) -> float:
    return number(principal) * math.prod(1 + rate for rate in numbers(frame, (rates,)))


def _principal(rate: float, periods: float, present: float, first: float, last: float, due: float) -> float:  # noqa: PLR0917 - as the functions have them
    """Return the principal that the payments from *first* to *last* repay, both included."""
    if min(rate, present) <= 0 or not 1 <= int(first) <= int(last) <= periods or due not in (0, 1):
        raise Failed(NUM)
    pay = payment(rate, periods, present, 0.0, due)

    def owed(count: int) -> float:
        if count == 0:
            return -present
        return future_value(rate, count, pay, present, due) / (1 + rate if due else 1)

    return owed(int(first) - 1) - owed(int(last))


@single("CUMPRINC", "nnnnnn")
def principal_between(  # noqa: PLR0917 - as the function has them
    rate: float, periods: float, present: float, first: float, last: float, due: float
) -> float:
    return _principal(rate, periods, present, first, last, due)


@single("CUMIPMT", "nnnnnn")
def interest_between(  # noqa: PLR0917 - as the function has them
    rate: float, periods: float, present: float, first: float, last: float, due: float
) -> float:
    repaid = _principal(rate, periods, present, first, last, due)
    return payment(rate, periods, present, 0.0, due) * (int(last) - int(first) + 1) - repaid


@single("ISPMT", "nnnn")
def even_interest(rate: float, period: float, periods: float, present: float) -> float:
    return present * rate * (period / periods - 1)


@single("PDURATION", "nnn")
def periods_to_grow(rate: float, present: float, future: float) -> float:
    if min(rate, present, future) <= 0:
        raise Failed(NUM)
    return (math.log(future) - math.log(present)) / math.log1p(rate)


@single("RRI", "nnn")
def growth_rate(periods: float, present: float, future: float) -> float:
    if periods <= 0:
        raise Failed(NUM)
    return math.pow(future / present, 1 / periods) - 1


@single("DOLLARDE", "nn")
def from_fraction(price: float, fraction: float) -> float:
    scale, base = _parts(fraction)
    return int(price) + (price - int(price)) * scale / base


@single("DOLLARFR", "nn")
def as_fraction(price: float, fraction: float) -> float:
    scale, base = _parts(fraction)
    return int(price) + (price - int(price)) * base / scale


def _parts(fraction: float) -> tuple[int, int]:
    base = int(fraction)
    if base < 0:
        raise Failed(NUM)
    if base == 0:
        raise Failed(DIV0)
    return 10 ** math.ceil(math.log10(base)) if base > 1 else 10, base
