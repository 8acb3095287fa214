"""How large a number may become, found out before it is computed."""

import math
from fractions import Fraction
from functools import reduce
from typing import Final

MAX_BITS: Final = 14_280
MAX_EXPONENT: Final = 4_000
MAX_FACTORIAL: Final = 1_000
TOO_MANY_DIGITS: Final = "whole numbers have 4,298 digits at the most"


class OutOfBounds(ArithmeticError):
    """A result would be too large; the text says what is allowed."""


def bounded(value: int) -> int:
    if value.bit_length() > MAX_BITS:
        raise OutOfBounds(TOO_MANY_DIGITS)
    return value


def literal(text: str) -> str:
    """Return *text* if its exponent is moderate: an exact algebra writes out every digit of 1e4000."""
    _, _, exponent = text.lower().partition("e")
    if exponent and abs(int(exponent)) > MAX_EXPONENT:
        raise OutOfBounds(f"a number's exponent lies between -{MAX_EXPONENT:,} and {MAX_EXPONENT:,}")
    return text


def integer_power(base: int, exponent: int) -> int:
    """Return base ** exponent for exponent >= 0. Raises OutOfBounds before the work, not after it."""
    if (abs(base).bit_length() - 1) * exponent > MAX_BITS:
        raise OutOfBounds(TOO_MANY_DIGITS)
    return bounded(base**exponent)


def whole(value: float | Fraction) -> int:
    """Return *value* as an integer. Raises ValueError if it is none."""
    if isinstance(value, int):
        return value
    if not math.isfinite(value) or value != int(value):
        raise ValueError("its arguments must be whole numbers")
    return int(value)


def factorial(value: float | Fraction) -> int:
    number = whole(value)
    if number < 0:
        raise ValueError("its argument must not be negative")
    if number > MAX_FACTORIAL:
        raise OutOfBounds(f"factorial takes at most {MAX_FACTORIAL:,}")
    return math.factorial(number)


def combinations(value: float | Fraction, chosen: float | Fraction) -> int:
    number, count = _counts(value, chosen)
    count = min(count, number - count)
    _check_product(number, count)
    return bounded(math.comb(number, count)) if count >= 0 else 0


def permutations(value: float | Fraction, chosen: float | Fraction) -> int:
    number, count = _counts(value, chosen)
    _check_product(number, count)
    return bounded(math.perm(number, count))


def least_common_multiple(*values: float | Fraction) -> int:
    return reduce(lambda left, right: bounded(math.lcm(left, right)), map(whole, values), 1)


def greatest_common_divisor(*values: float | Fraction) -> int:
    return math.gcd(*map(whole, values))


def _counts(value: float | Fraction, chosen: float | Fraction) -> tuple[int, int]:
    number, count = whole(value), whole(chosen)
    if number < 0 or count < 0:
        raise ValueError("its arguments must not be negative")
    return number, count


def _check_product(number: int, count: int) -> None:
    """Refuse number * (number - 1) * ... of *count* factors when half of them alone would be too large."""
    if number > count > 0 and count * max((number - count // 2).bit_length() - 1, 1) > 2 * MAX_BITS:
        raise OutOfBounds(TOO_MANY_DIGITS)
