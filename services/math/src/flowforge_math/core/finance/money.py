"""Amounts of money: decimals of 34 digits, rounded as asked for."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import Annotated, Final, Literal

from pydantic import Field

CONTEXT: Final = Context(prec=34)
Amount = Annotated[Decimal, Field(max_digits=30, ge=Decimal("-1e24"), le=Decimal("1e24"))]
Rate = Annotated[Decimal, Field(gt=Decimal(-1), le=Decimal(1_000), max_digits=30)]
Rounding = Literal["half_up", "half_even"]
_ROUNDINGS: Final = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}


def rounded(value: Decimal, places: int, rounding: Rounding = "half_up") -> Decimal:
    """Return *value* with *places* decimals. Large amounts need more digits than CONTEXT has."""
    digits = max(CONTEXT.prec, value.adjusted() + places + 2)
    quantum = Decimal(1).scaleb(-places)
    return value.quantize(quantum, rounding=_ROUNDINGS[rounding], context=Context(prec=digits))


def power(base: Decimal, exponent: Decimal) -> Decimal:
    return CONTEXT.power(base, exponent)
