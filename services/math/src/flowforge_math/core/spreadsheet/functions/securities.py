"""Bonds, discounted securities and treasury bills; basis 0 to 4 says how days are counted."""

import math
from typing import Final

from flowforge_math.core.finance.bonds import (
    Bond,
    DayCount,
    NoYield,
    coupon_dates,
    days_between,
    priced,
    yield_of,
)
from flowforge_math.core.spreadsheet.dates import Moment, day, serial
from flowforge_math.core.spreadsheet.functions.calendar import year_fraction
from flowforge_math.core.spreadsheet.registry import single
from flowforge_math.core.spreadsheet.values import NUM, Failed

_BASES: Final[tuple[DayCount, ...]] = ("30/360", "actual/actual", "actual/360", "actual/365", "30E/360")
_FREQUENCIES: Final = (1, 2, 4)
_BILL_YEAR: Final = 360
_YEAR: Final = 365
_HALF_YEAR: Final = 182


def _bond(  # noqa: PLR0917 - in the order of the functions
    settlement: float,
    maturity: float,
    frequency: float,
    basis: float,
    rate: float = 0.0,
    redemption: float = 100.0,
) -> Bond:
    if int(settlement) >= int(maturity) or int(frequency) not in _FREQUENCIES or rate < 0 or redemption <= 0:
        raise Failed(NUM)
    count = _BASES[int(basis)] if 0 <= basis < len(_BASES) else None
    if count is None:
        raise Failed(NUM)
    return Bond(day(settlement), day(maturity), rate, redemption, int(frequency), count)


@single("PRICE", "nnnnnnn")
def price(  # noqa: PLR0917 - as the function has them
    settlement: float,
    maturity: float,
    rate: float,
    rate_of_yield: float,
    redemption: float,
    frequency: float,
    basis: float = 0.0,
) -> float:
    if rate_of_yield < 0:
        raise Failed(NUM)
    bond = _bond(settlement, maturity, frequency, basis, rate, redemption)
    return float(priced(bond, rate_of_yield)["price"])


@single("YIELD", "nnnnnnn")
def rate_of_yield_(  # noqa: PLR0917 - as the function has them
    settlement: float,
    maturity: float,
    rate: float,
    paid: float,
    redemption: float,
    frequency: float,
    basis: float = 0.0,
) -> float:
    bond = _bond(settlement, maturity, frequency, basis, rate, redemption)
    if paid <= 0:
        raise Failed(NUM)
    try:
        return yield_of(bond, paid)
    except NoYield as error:
        raise Failed(NUM) from error


@single("DURATION", "nnnnnn")
def duration(  # noqa: PLR0917 - as the function has them
    settlement: float, maturity: float, coupon: float, yielded: float, frequency: float, basis: float = 0.0
) -> float:
    if yielded < 0:
        raise Failed(NUM)
    return float(priced(_bond(settlement, maturity, frequency, basis, coupon), yielded)["duration"])


@single("MDURATION", "nnnnnn")
def modified_duration(  # noqa: PLR0917 - as the function has them
    settlement: float, maturity: float, coupon: float, yielded: float, frequency: float, basis: float = 0.0
) -> float:
    return duration(settlement, maturity, coupon, yielded, frequency, basis) / (1 + yielded / int(frequency))


@single("COUPNUM", "nnnn")
def coupons_left(settlement: float, maturity: float, frequency: float, basis: float = 0.0) -> int:
    return len(coupon_dates(_bond(settlement, maturity, frequency, basis))[1])


@single("COUPPCD", "nnnn")
def coupon_before(settlement: float, maturity: float, frequency: float, basis: float = 0.0) -> Moment:
    return serial(coupon_dates(_bond(settlement, maturity, frequency, basis))[0])


@single("COUPNCD", "nnnn")
def coupon_after(settlement: float, maturity: float, frequency: float, basis: float = 0.0) -> Moment:
    return serial(coupon_dates(_bond(settlement, maturity, frequency, basis))[1][0])


@single("COUPDAYS", "nnnn")
def coupon_days(settlement: float, maturity: float, frequency: float, basis: float = 0.0) -> float:
    bond = _bond(settlement, maturity, frequency, basis)
    if bond.day_count == "actual/actual":
        before, dates = coupon_dates(bond)
        return float((dates[0] - before).days)
    return (_YEAR if bond.day_count == "actual/365" else _BILL_YEAR) / bond.frequency


@single("COUPDAYBS", "nnnn")
def days_since_coupon(settlement: float, maturity: float, frequency: float, basis: float = 0.0) -> int:
    bond = _bond(settlement, maturity, frequency, basis)
    return days_between(coupon_dates(bond)[0], bond.settlement, bond.day_count)


@single("COUPDAYSNC", "nnnn")
def days_to_coupon(settlement: float, maturity: float, frequency: float, basis: float = 0.0) -> float:
    bond = _bond(settlement, maturity, frequency, basis)
    if bond.day_count.startswith("actual"):
        return float((coupon_dates(bond)[1][0] - bond.settlement).days)
    passed = days_since_coupon(settlement, maturity, frequency, basis)
    return coupon_days(settlement, maturity, frequency, basis) - passed


@single("ACCRINT", "nnnnnnnn")
def accrued_interest(  # noqa: PLR0917 - as the function has them
    issue: float,
    first: float,
    settlement: float,
    rate: float,
    par: float = 1000.0,
    frequency: float = 1.0,
    basis: float = 0.0,
    method: float = 1.0,
) -> float:
    del first, method  # interest accrues from the issue
    if int(frequency) not in _FREQUENCIES:
        raise Failed(NUM)
    return accrued_at_maturity(issue, settlement, rate, par, basis)


@single("ACCRINTM", "nnnnn")
def accrued_at_maturity(
    issue: float, settlement: float, rate: float, par: float = 1000.0, basis: float = 0.0
) -> float:
    if min(rate, par) <= 0:
        raise Failed(NUM)
    return par * rate * _span(issue, settlement, basis)


def _span(start: float, end: float, basis: float) -> float:
    if int(start) >= int(end):
        raise Failed(NUM)
    return year_fraction(int(start), int(end), int(basis))


@single("DISC", "nnnnn")
def discount_rate(
    settlement: float, maturity: float, paid: float, redemption: float, basis: float = 0.0
) -> float:
    _require_positive(paid, redemption)
    return (redemption - paid) / redemption / _span(settlement, maturity, basis)


@single("INTRATE", "nnnnn")
def interest_rate(
    settlement: float, maturity: float, invested: float, redemption: float, basis: float = 0.0
) -> float:
    _require_positive(invested, redemption)
    return (redemption - invested) / invested / _span(settlement, maturity, basis)


@single("RECEIVED", "nnnnn")
def received(
    settlement: float, maturity: float, invested: float, discount: float, basis: float = 0.0
) -> float:
    _require_positive(invested, discount)
    return invested / (1 - discount * _span(settlement, maturity, basis))


@single("PRICEDISC", "nnnnn")
def discounted_price(
    settlement: float, maturity: float, discount: float, redemption: float, basis: float = 0.0
) -> float:
    _require_positive(discount, redemption)
    return redemption * (1 - discount * _span(settlement, maturity, basis))


@single("YIELDDISC", "nnnnn")
def discounted_yield(
    settlement: float, maturity: float, paid: float, redemption: float, basis: float = 0.0
) -> float:
    _require_positive(paid, redemption)
    return (redemption / paid - 1) / _span(settlement, maturity, basis)


@single("PRICEMAT", "nnnnnn")
def price_at_maturity(  # noqa: PLR0917 - as the function has them
    settlement: float, maturity: float, issue: float, rate: float, yielded: float, basis: float = 0.0
) -> float:
    if min(rate, yielded) < 0:
        raise Failed(NUM)
    grown = 1 + _span(issue, maturity, basis) * rate
    held = _span(issue, settlement, basis) * rate
    return 100 * (grown / (1 + _span(settlement, maturity, basis) * yielded) - held)


@single("YIELDMAT", "nnnnnn")
def yield_at_maturity(  # noqa: PLR0917 - as the function has them
    settlement: float, maturity: float, issue: float, rate: float, paid: float, basis: float = 0.0
) -> float:
    _require_positive(paid, 1)
    grown = 1 + _span(issue, maturity, basis) * rate
    held = _span(issue, settlement, basis) * rate
    return (grown / (paid / 100 + held) - 1) / _span(settlement, maturity, basis)


def _require_positive(*values: float) -> None:
    if min(values) <= 0:
        raise Failed(NUM)


def _bill_days(settlement: float, maturity: float) -> int:
    days = int(maturity) - int(settlement)
    if not 0 < days <= _YEAR + 1:
        raise Failed(NUM)
    return days


@single("TBILLPRICE", "nnn")
def bill_price(settlement: float, maturity: float, discount: float) -> float:
    _require_positive(discount)
    found = 100 * (1 - discount * _bill_days(settlement, maturity) / _BILL_YEAR)
    _require_positive(found)
    return found


@single("TBILLYIELD", "nnn")
def bill_yield(settlement: float, maturity: float, paid: float) -> float:
    _require_positive(paid)
    return (100 - paid) / paid * _BILL_YEAR / _bill_days(settlement, maturity)


@single("TBILLEQ", "nnn")
def bill_equivalent(settlement: float, maturity: float, discount: float) -> float:
    """Return the yield of a bond with the same return; over half a year, one with a coupon between."""
    _require_positive(discount)
    days = _bill_days(settlement, maturity)
    if days <= _HALF_YEAR:
        return _YEAR * discount / (_BILL_YEAR - discount * days)
    years = days / (_YEAR if days <= _YEAR else _YEAR + 1)
    root = math.sqrt(years**2 - (2 * years - 1) * (1 - 100 / bill_price(settlement, maturity, discount)))
    return (root - years) * 2 / (2 * years - 1)
