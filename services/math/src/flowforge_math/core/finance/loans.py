"""The repayment of a loan, period by period, each figure rounded as a bank rounds it."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final, Literal

from flowforge_math.core.finance.annuities import Annuity, solve_annuity
from flowforge_math.core.finance.money import CONTEXT, Rounding, rounded
from servicekit import InvalidInput

Method = Literal["annuity", "linear", "interest_only"]
MAX_PERIODS: Final = 1_200


class PaymentTooSmall(InvalidInput):
    code = "PAYMENT_TOO_SMALL"
    message = "'payment' of {payment} does not cover the first interest of {interest}: the debt grows."


@dataclass(frozen=True, slots=True)
class Terms:
    """`rate` is that of one period. `payment` overrules what the method makes of the number of periods."""

    principal: Decimal
    rate: Decimal
    periods: int
    method: Method
    payment: Decimal | None
    extra: Decimal
    places: int
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class Row:
    period: int
    payment: Decimal
    interest: Decimal
    principal: Decimal
    balance: Decimal


def schedule(terms: Terms) -> list[Row]:
    """Return the rows until nothing is owed. Raises PaymentTooSmall if the debt would never end."""
    with localcontext(CONTEXT):
        level = terms.payment if terms.payment is not None else _level(terms)
        first = rounded(terms.principal * terms.rate, terms.places, terms.rounding)
        if terms.method == "annuity" and level + terms.extra <= first:
            raise PaymentTooSmall(payment=level, interest=first)
        rows: list[Row] = []
        balance = terms.principal
        while balance > 0 and len(rows) < MAX_PERIODS:
            rows.append(_row(terms, level, len(rows) + 1, balance))
            balance = rows[-1].balance
        return rows


def _level(terms: Terms) -> Decimal:
    if terms.method == "annuity":
        annuity = Annuity(
            terms.rate, Decimal(terms.periods), Decimal(0), -terms.principal, Decimal(0), due=False
        )
        return rounded(solve_annuity(annuity, "payment"), terms.places, terms.rounding)
    return rounded(terms.principal / terms.periods, terms.places, terms.rounding)


def _row(terms: Terms, level: Decimal, period: int, balance: Decimal) -> Row:
    interest = rounded(balance * terms.rate, terms.places, terms.rounding)
    if terms.method == "annuity":
        repaid = level - interest + terms.extra
    elif terms.method == "linear":
        repaid = level + terms.extra
    else:
        repaid = terms.extra
    if repaid >= balance or (period == terms.periods and terms.payment is None):
        repaid = balance
    return Row(period, interest + repaid, interest, repaid, balance - repaid)
