"""Payments, present values and rates, as spreadsheets compute them."""

import math
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from flowforge_math.core.finance.annuities import Annuity, NoAnnuity, Unknown, solve_annuity
from flowforge_math.core.spreadsheet.functions.aggregates import numbers
from flowforge_math.core.spreadsheet.registry import MANY, single, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import NUM, Failed, number

MAX_PERIODS: Final = 1e6
MAX_AMOUNT: Final = 1e200


def _annuity(unknown: Unknown, due: float, **known: float) -> float:
    values = {"rate": 0.0, "periods": 0.0, "payment": 0.0, "present_value": 0.0, "future_value": 0.0} | known
    if values["rate"] <= -1 or abs(values["periods"]) > MAX_PERIODS:
        raise Failed(NUM)
    if max(map(abs, values.values())) > MAX_AMOUNT:
        raise Failed(NUM)
    decimals = {name: Decimal(repr(float(value))) for name, value in values.items()}
    try:
        return float(solve_annuity(Annuity(due=due != 0, **decimals), unknown))
    except NoAnnuity as error:
        raise Failed(NUM) from error


@single("PMT", "nnnnn")
def payment(rate: float, periods: float, present: float, future: float = 0.0, due: float = 0.0) -> float:
    return _annuity("payment", due, rate=rate, periods=periods, present_value=present, future_value=future)


@single("PV", "nnnnn")
def present_value(rate: float, periods: float, pay: float, future: float = 0.0, due: float = 0.0) -> float:
    return _annuity("present_value", due, rate=rate, periods=periods, payment=pay, future_value=future)


@single("FV", "nnnnn")
def future_value(rate: float, periods: float, pay: float, present: float = 0.0, due: float = 0.0) -> float:
    return _annuity("future_value", due, rate=rate, periods=periods, payment=pay, present_value=present)


@single("NPER", "nnnnn")
def periods_of(rate: float, pay: float, present: float, future: float = 0.0, due: float = 0.0) -> float:
    return _annuity("periods", due, rate=rate, payment=pay, present_value=present, future_value=future)


@single("RATE", "nnnnn")
def rate_of(periods: float, pay: float, present: float, future: float = 0.0, due: float = 0.0) -> float:
    known = {"periods": periods, "payment": pay, "present_value": present, "future_value": future}
    return _annuity("rate", due, **known)


def _interest(rate: float, period: float, periods: float, present: float, future: float, due: float) -> float:  # noqa: PLR0917 - as the function has them
    if not 1 <= period <= periods:
        raise Failed(NUM)
    pay = payment(rate, periods, present, future, due)
    if due and period == 1:
        return 0.0
    owed = future_value(rate, period - 1, pay, present, due)
    return owed * rate / (1 + rate) if due else owed * rate


@single("IPMT", "nnnnnn")
def interest_part(  # noqa: PLR0917 - as the function has them
    rate: float, period: float, periods: float, present: float, future: float = 0.0, due: float = 0.0
) -> float:
    return _interest(rate, period, periods, present, future, due)


@single("PPMT", "nnnnnn")
def principal_part(  # noqa: PLR0917 - as the function has them
    rate: float, period: float, periods: float, present: float, future: float = 0.0, due: float = 0.0
) -> float:
    return payment(rate, periods, present, future, due) - _interest(
        rate, period, periods, present, future, due
    )


@single("SLN", "nnn")
def straight_line(cost: float, salvage: float, life: float) -> float:
    return (cost - salvage) / life


@single("SYD", "nnnn")
def sum_of_years(cost: float, salvage: float, life: float, period: float) -> float:
    if not 1 <= period <= life:
        raise Failed(NUM)
    return (cost - salvage) * (life - period + 1) * 2 / (life * (life + 1))


@single("EFFECT", "nn")
def effective_rate(nominal: float, periods: float) -> float:
    if nominal <= 0 or int(periods) < 1:
        raise Failed(NUM)
    return math.pow(1 + nominal / int(periods), int(periods)) - 1


@single("NOMINAL", "nn")
def nominal_rate(effective: float, periods: float) -> float:
    if effective <= 0 or int(periods) < 1:
        raise Failed(NUM)
    return (math.pow(1 + effective, 1 / int(periods)) - 1) * int(periods)


def _value(flows: list[float], rate: float, first: int = 0) -> float:
    return math.fsum(flow / (1 + rate) ** at for at, flow in enumerate(flows, first))


@whole("NPV", 2, MANY)
def net_present_value(frame: Frame, rate: Any, *flows: Any) -> float:
    found = number(rate)
    if found == -1:
        raise ZeroDivisionError
    return _value(numbers(frame, flows), found, 1)


@whole("IRR", 1, 2)
def internal_rate(frame: Frame, flows: Any, guess: Any = 0.1) -> float:
    found = numbers(frame, (flows,))
    if not found or min(found) >= 0 or max(found) <= 0:
        raise Failed(NUM)
    frame.sheet.charge(200 * len(found))
    del guess  # the whole range is searched, so that no guess is needed
    return _root(lambda rate: _value(found, rate))


def _root(function: Callable[[float], float]) -> float:
    """Return the root nearest to 10 %, found by a change of sign."""
    places = sorted(
        (-0.99, -0.9, -0.5, -0.2, -0.1, 0.0, 0.05, 0.1, 0.15, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0)
    )
    brackets = [(low, high) for low, high in pairwise(places) if (function(low) < 0) != (function(high) < 0)]
    if not brackets:
        raise Failed(NUM)
    low, high = min(brackets, key=lambda pair: abs(pair[0] + pair[1] - 0.2))
    rising = function(low) < 0
    for _ in range(80):
        middle = (low + high) / 2
        if (function(middle) < 0) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2
