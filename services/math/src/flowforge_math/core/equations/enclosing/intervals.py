"""Intervals with exact ends, which may be infinite: every result holds every value there can be.

Ends are rounded outwards by python-flint's ball arithmetic, at the precision of its context.
"""

from collections.abc import Callable
from typing import Any, Final

from flint import arb

Ends = tuple[Any, Any]
INFINITY: Final = arb("inf")
NEGATIVE_INFINITY: Final = arb("-inf")
ZERO: Final = arb(0)
ONE: Final = arb(1)
EVERYTHING: Final[Ends] = (NEGATIVE_INFINITY, INFINITY)
NOTHING_BELOW: Final[Ends] = (ZERO, INFINITY)


def ratio_ball(numerator: int, denominator: int) -> Any:
    upper: Any = arb(numerator)
    return upper / arb(denominator)


def down(value: Any) -> Any:
    return NEGATIVE_INFINITY if value.is_nan() else value.lower()


def up(value: Any) -> Any:
    return INFINITY if value.is_nan() else value.upper()


def exactly(value: Any) -> Ends:
    return (down(value), up(value))


def has_zero(one: Ends) -> bool:
    return not (one[0] > 0 or one[1] < 0)


def is_finite(one: Ends) -> bool:
    return bool(one[0].is_finite() and one[1].is_finite())


def hull(one: Ends, other: Ends) -> Ends:
    return (min(other[0], one[0]), max(other[1], one[1]))


def add(one: Ends, other: Ends) -> Ends:
    return (down(one[0] + other[0]), up(one[1] + other[1]))


def negative(one: Ends) -> Ends:
    return (-one[1], -one[0])


def multiply(one: Ends, other: Ends) -> Ends:
    products = [_product(left, right) for left in one for right in other]
    low, high = down(products[0]), up(products[0])
    for product in products[1:]:
        lower, upper = down(product), up(product)
        low, high = (min(low, lower)), (max(high, upper))
    return (low, high)


def _product(left: Any, right: Any) -> Any:
    return ZERO if left == 0 or right == 0 else left * right


def reciprocal(one: Ends) -> Ends:
    """Return the values of 1/x where x is not 0."""
    low, high = one
    if low > 0 or high < 0:
        return (_inverse(high, down), _inverse(low, up))
    if low == 0 and high == 0:
        return EVERYTHING
    if low == 0:
        return (_inverse(high, down), INFINITY)
    return (NEGATIVE_INFINITY, _inverse(low, up)) if high == 0 else EVERYTHING


def _inverse(value: Any, rounded: Callable[[Any], Any]) -> Any:
    return rounded(ONE / value) if value.is_finite() else ZERO


def increasing(function: Callable[[Any], Any], one: Ends) -> Ends:
    return (down(function(one[0])), up(function(one[1])))


def decreasing(function: Callable[[Any], Any], one: Ends) -> Ends:
    return (down(function(one[1])), up(function(one[0])))


def magnitude(one: Ends) -> Ends:
    low, high = one
    if low >= 0:
        return one
    if high <= 0:
        return negative(one)
    return (ZERO, max(high, -low))


def whole_power(one: Ends, exponent: int) -> Ends:
    """Return x^exponent for a whole exponent of 1 or more."""
    if exponent % 2 == 0:
        one = magnitude(one)
    return (down(one[0] ** exponent), up(one[1] ** exponent))


def ball(one: Ends) -> Any:
    return one[0].union(one[1])


def width(one: Ends) -> Any:
    return one[1] - one[0]


def through_ball(function: Callable[[Any], Any], one: Ends) -> Ends:
    """Apply a function of balls to a finite interval; where it has no value the result is everything."""
    if not is_finite(one):
        return EVERYTHING
    value = function(ball(one))
    return EVERYTHING if value.is_nan() else exactly(value)
