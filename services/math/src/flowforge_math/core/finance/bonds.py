"""Bonds with regular coupons: price, yield, duration, by the formulas that spreadsheets document."""

import calendar
import math
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from flowforge_math.core.finance.flows import bisect
from servicekit import InvalidInput

DayCount = Literal["30/360", "actual/actual", "actual/360", "actual/365", "30E/360"]
_YEARS = {"30/360": 360, "30E/360": 360, "actual/360": 360, "actual/365": 365}


class NoYield(InvalidInput):
    code = "NO_BOND_YIELD"
    message = "'price' of {price:g} has no yield between -99 % and 1000 %."


@dataclass(frozen=True, slots=True)
class Bond:
    settlement: date
    maturity: date
    coupon_rate: float
    redemption: float
    frequency: int
    day_count: DayCount


def coupon_dates(bond: Bond) -> tuple[date, list[date]]:
    """Return the coupon before or at settlement, and those after it; the end of a month stays one."""
    months = 12 // bond.frequency
    found: list[date] = []
    count = 0
    place = bond.maturity
    while place > bond.settlement:
        found.append(place)
        count += 1
        place = _months_before(bond.maturity, months * count)
    return place, found[::-1]


def _months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    at_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if at_end else min(day.day, last))


def days_between(first: date, second: date, day_count: DayCount) -> int:
    if day_count.startswith("actual"):
        return (second - first).days
    d1, d2 = first.day, second.day
    if day_count == "30E/360":
        d1, d2 = min(d1, 30), min(d2, 30)
    else:
        if _is_end_of_february(first):
            if _is_end_of_february(second):
                d2 = 30
            d1 = 30
        d2 = 30 if d2 == 31 and d1 >= 30 else d2  # noqa: PLR2004 - the rule of NASD
        d1 = min(d1, 30)
    return (second.year - first.year) * 360 + (second.month - first.month) * 30 + d2 - d1


def _is_end_of_february(day: date) -> bool:
    return day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]  # noqa: PLR2004 - February


def priced(bond: Bond, rate: float) -> dict[str, Any]:
    """Return price, accrued interest, durations and convexity at a yield."""
    before, dates = coupon_dates(bond)
    coupon = 100 * bond.coupon_rate / bond.frequency
    length = _period_days(bond, before, dates[0])
    elapsed = days_between(before, bond.settlement, bond.day_count)
    until = (
        length - elapsed
        if not bond.day_count.startswith("actual")
        else days_between(bond.settlement, dates[0], bond.day_count)
    )
    part = until / length
    accrued = coupon * elapsed / length
    if len(dates) == 1:
        dirty = (bond.redemption + coupon) / (1 + part * rate / bond.frequency)
        moments = [(part, dirty)]
    else:
        factor = 1 + rate / bond.frequency
        moments = [(part + index, coupon / factor ** (part + index)) for index in range(len(dates))]
        moments.append((part + len(dates) - 1, bond.redemption / factor ** (part + len(dates) - 1)))
        dirty = math.fsum(value for _, value in moments)
    duration = math.fsum(time * value for time, value in moments) / dirty / bond.frequency
    growth = 1 + rate / bond.frequency
    convexity = (
        math.fsum(time * (time + 1) * value for time, value in moments)
        / dirty
        / growth**2
        / bond.frequency**2
    )
    return {
        "price": dirty - accrued,
        "dirty_price": dirty,
        "accrued_interest": accrued,
        "duration": duration,
        "modified_duration": duration / growth,
        "convexity": convexity,
        "coupons_left": len(dates),
        "next_coupon": dates[0],
    }


def _period_days(bond: Bond, before: date, following: date) -> float:
    if bond.day_count == "actual/actual":
        return (following - before).days
    return _YEARS[bond.day_count] / bond.frequency


def yield_of(bond: Bond, price: float) -> float:
    def excess(rate: float) -> float:
        return float(priced(bond, rate)["price"]) - price

    low, high = -0.99 * bond.frequency / max(bond.frequency, 1), 10.0
    try:
        if excess(low) < 0 or excess(high) > 0:
            raise NoYield(price=price)
    except OverflowError:
        low = -0.5
    return bisect(excess, low, high)
