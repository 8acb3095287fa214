"""Regular payments: payment, present value, future value, number of periods, rate.

The equation is that of spreadsheets: pv*(1+r)^n + pmt*(1+r*due)*((1+r)^n - 1)/r + fv = 0. What is paid is
negative.
"""

import math
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Final, Literal

from flowforge_math.core.finance.flows import bisect
from flowforge_math.core.finance.money import CONTEXT, power
from servicekit import InvalidInput

Unknown = Literal["payment", "present_value", "future_value", "periods", "rate"]
ONE: Final = Decimal(1)
MOST: Final = Decimal("1e300")  # a larger figure is no finite number in JSON
_PLACES: Final = (
    *(-0.99, -0.9, -0.5, -0.2, -0.1, -0.05, -0.01, 0.0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
    *(1.0, 2.0, 5.0, 10.0),
)


class NoAnnuity(InvalidInput):
    code = "NO_SUCH_ANNUITY"
    message = "'{unknown}' has no value for these figures: {reason}."


@dataclass(frozen=True, slots=True)
class Annuity:
    """What is asked for is ignored. `due`: payments come at the beginning of each period."""

    rate: Decimal
    periods: Decimal
    payment: Decimal
    present_value: Decimal
    future_value: Decimal
    due: bool


def solve_annuity(one: Annuity, unknown: Unknown) -> Decimal:
    """Return the requested figure. Raises NoAnnuity if there is none, or if it is above 1e300."""
    found = _solve(one, unknown)
    if abs(found) > MOST:
        raise NoAnnuity(unknown=unknown, reason="it would be larger than 1e300")
    return found


def _solve(one: Annuity, unknown: Unknown) -> Decimal:
    with localcontext(CONTEXT):
        if unknown == "rate":
            return _rate(one)
        if unknown == "periods":
            return _periods(one)
        growth = power(ONE + one.rate, one.periods)
        factor = _factor(one, growth)
        if unknown == "future_value":
            return -(one.present_value * growth + one.payment * factor)
        if unknown == "present_value":
            return -(one.future_value + one.payment * factor) / growth
        if factor == 0:
            raise NoAnnuity(unknown=unknown, reason="there are no periods")
        return -(one.present_value * growth + one.future_value) / factor


def _factor(one: Annuity, growth: Decimal) -> Decimal:
    if one.rate == 0:
        return one.periods
    return (ONE + one.rate * one.due) * (growth - ONE) / one.rate


def _periods(one: Annuity) -> Decimal:
    if one.rate == 0:
        if one.payment == 0:
            raise NoAnnuity(unknown="periods", reason="the payment is 0")
        return -(one.present_value + one.future_value) / one.payment
    level = one.payment * (ONE + one.rate * one.due) / one.rate
    upper, lower = level - one.future_value, level + one.present_value
    if lower == 0 or upper / lower <= 0:
        raise NoAnnuity(unknown="periods", reason="the payment never pays it off")
    return (upper / lower).ln(CONTEXT) / (ONE + one.rate).ln(CONTEXT)


def _rate(one: Annuity) -> Decimal:
    count, payment = float(one.periods), float(one.payment)
    present, future = float(one.present_value), float(one.future_value)

    def balance(rate: float) -> float:
        if abs(rate) < 1e-14:  # noqa: PLR2004 - the limit at 0
            return present + payment * count + future
        growth = math.exp(count * math.log1p(rate))
        if not math.isfinite(growth):
            return math.inf
        return present * growth + payment * (1 + rate * one.due) * (growth - 1) / rate + future

    for low, high in pairwise(_PLACES):
        try:
            left, right = balance(low), balance(high)
        except OverflowError:
            continue
        if left == 0:
            return Decimal(low)
        if (left < 0) != (right < 0):
            return Decimal(repr(bisect(balance, low, high)))
    raise NoAnnuity(unknown="rate", reason="no rate between -99 % and 1000 % a period fits")
