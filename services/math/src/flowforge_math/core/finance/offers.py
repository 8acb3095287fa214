"""Loans side by side: what each costs in all, and its effective rate with its fees."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

from flowforge_math.core.finance.loans import Method, Row, Terms, schedule
from flowforge_math.core.finance.money import CONTEXT, Rounding

STEPS: Final = 200
HIGHEST: Final = Decimal(10)  # 1,000 % a period


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    principal: Decimal
    annual_rate: Decimal
    periods: int
    periods_a_year: int
    method: Method
    upfront_fee: Decimal
    periodic_fee: Decimal
    final_fee: Decimal


@dataclass(frozen=True, slots=True)
class Cost:
    """`effective_rate` is a year's, at which all payments are worth what was received; None above 1,000 %."""

    name: str
    payment: Decimal
    total_paid: Decimal
    interest: Decimal
    fees: Decimal
    effective_rate: Decimal | None


def cost_of(offer: Offer, places: int, rounding: Rounding) -> Cost:
    terms = Terms(
        principal=offer.principal,
        rate=offer.annual_rate / offer.periods_a_year,
        periods=offer.periods,
        method=offer.method,
        payment=None,
        extra=Decimal(0),
        places=places,
        rounding=rounding,
    )
    rows = schedule(terms)
    fees = offer.upfront_fee + offer.periodic_fee * len(rows) + offer.final_fee
    interest = sum((row.interest for row in rows), Decimal(0))
    return Cost(
        offer.name,
        rows[0].payment + offer.periodic_fee,
        offer.principal + interest + fees,
        interest,
        fees,
        _effective(offer, rows),
    )


def _effective(offer: Offer, rows: list[Row]) -> Decimal | None:
    with localcontext(CONTEXT):
        payments = [row.payment + offer.periodic_fee for row in rows]
        payments[-1] += offer.final_fee
        received = offer.principal - offer.upfront_fee
        low, high = Decimal("-0.5"), HIGHEST
        if received <= 0 or _value(payments, high) > received:
            return None
        for _ in range(STEPS):
            middle = (low + high) / 2
            if _value(payments, middle) > received:
                low = middle
            else:
                high = middle
            if high - low < Decimal("1e-16"):
                break
        return (1 + low) ** offer.periods_a_year - 1


def _value(payments: list[Decimal], rate: Decimal) -> Decimal:
    """Return the present value of payments by Horner's rule."""
    value = Decimal(0)
    for payment in reversed(payments):
        value = (value + payment) / (1 + rate)
    return value
