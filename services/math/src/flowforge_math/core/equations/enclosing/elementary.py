"""Functions of one number over intervals: their values, their slopes, and where they are defined."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flint import arb

from flowforge_math.core.equations.enclosing import intervals as iv
from flowforge_math.core.equations.enclosing.intervals import EVERYTHING, Ends

UNIT: Final = iv.exactly(arb(1))
_HALF: Final = iv.exactly(arb(0.5))


@dataclass(frozen=True, slots=True)
class Known:
    """A function of one number: its values, its slope, and where it is defined."""

    value: Callable[[Ends], Ends]
    slope: Callable[[Ends, Ends], Ends] | None
    domain: Ends = EVERYTHING
    is_open: bool = False
    has_poles: bool = False


def _rising(name: str) -> Callable[[Ends], Ends]:
    return lambda one: iv.increasing(lambda value: getattr(value, name)(), one)


def _wave(name: str) -> Callable[[Ends], Ends]:
    """Return a sine or cosine of intervals: the values at the ends, and the extremes that lie between."""
    shift = arb(0.5) if name == "sin" else arb(0)

    def value(one: Ends) -> Ends:
        if not iv.is_finite(one):
            return (arb(-1), iv.ONE)
        first, last = (end / arb.pi() - shift for end in one)
        low, high = iv.down(first).floor(), iv.up(last).floor()
        if not high - low < 2:  # noqa: PLR2004 - both extremes are inside
            return (arb(-1), iv.ONE)
        found = iv.hull(*(iv.exactly(getattr(end, name)()) for end in one))
        if high > low:
            extreme = iv.ONE if int(high.unique_fmpz()) % 2 == 0 else arb(-1)
            found = iv.hull(found, (extreme, extreme))
        return found

    return value


def _square_plus(sign: int, result: Ends) -> Ends:
    return iv.add(UNIT, iv.multiply(iv.exactly(arb(sign)), iv.whole_power(result, 2)))


def _inverse_root(one: Ends, constant: int, sign: int) -> Ends:
    """Return 1/sqrt(constant + sign * x^2)."""
    square = iv.multiply(iv.exactly(arb(sign)), iv.whole_power(one, 2))
    inner = iv.add(iv.exactly(arb(constant)), square)
    inner = (inner[0] if inner[0] > 0 else iv.ZERO, inner[1])
    return iv.reciprocal(iv.increasing(lambda value: value.sqrt(), inner))


def _tangent(one: Ends) -> Ends:
    return iv.through_ball(lambda ball: ball.tan(), one)


def _hyperbolic_cosine(one: Ends) -> Ends:
    return iv.increasing(lambda value: value.cosh(), iv.magnitude(one))


def _cube_root(one: Ends) -> Ends:
    def root(value: Any) -> Any:
        return -((-value).root(3)) if value < 0 else value.root(3)

    return iv.increasing(lambda value: value if value == 0 or not value.is_finite() else root(value), one)


def _sign_slope(one: Ends, _: Ends) -> Ends:
    return UNIT if one[0] > 0 else iv.negative(UNIT) if one[1] < 0 else (arb(-1), iv.ONE)


def _times(factor: Any) -> Known:
    ends = iv.exactly(factor)
    return Known(lambda one: iv.multiply(one, ends), lambda *_: ends)


def _error_slope(one: Ends, _: Ends) -> Ends:
    bell = iv.decreasing(lambda value: (-(value * value)).exp(), iv.magnitude(one))
    return iv.multiply(bell, iv.exactly(2 / arb.pi().sqrt()))


_POSITIVE: Final = (iv.ZERO, iv.INFINITY)
_ONES: Final = (arb(-1), iv.ONE)
FUNCTIONS: Final[Mapping[str, Known]] = {
    "abs": Known(iv.magnitude, _sign_slope),
    "sqrt": Known(_rising("sqrt"), lambda _, r: iv.multiply(_HALF, iv.reciprocal(r)), _POSITIVE),
    "cbrt": Known(_cube_root, None),
    "exp": Known(_rising("exp"), lambda _, r: r),
    "expm1": Known(_rising("expm1"), lambda one, _: iv.increasing(lambda value: value.exp(), one)),
    "log": Known(_rising("log"), lambda one, _: iv.reciprocal(one), _POSITIVE, is_open=True),
    "sin": Known(_wave("sin"), lambda one, _: _wave("cos")(one)),
    "cos": Known(_wave("cos"), lambda one, _: iv.negative(_wave("sin")(one))),
    "tan": Known(_tangent, lambda _, r: _square_plus(1, r), has_poles=True),
    "asin": Known(_rising("asin"), lambda one, _: _inverse_root(one, 1, -1), _ONES),
    "acos": Known(
        lambda one: iv.decreasing(lambda value: value.acos(), one),
        lambda one, _: iv.negative(_inverse_root(one, 1, -1)),
        _ONES,
    ),
    "atan": Known(_rising("atan"), lambda one, _: iv.reciprocal(_square_plus(1, one))),
    "sinh": Known(_rising("sinh"), lambda one, _: _hyperbolic_cosine(one)),
    "cosh": Known(_hyperbolic_cosine, lambda one, _: iv.increasing(lambda value: value.sinh(), one)),
    "tanh": Known(_rising("tanh"), lambda _, r: _square_plus(-1, r)),
    "asinh": Known(_rising("asinh"), lambda one, _: _inverse_root(one, 1, 1)),
    "acosh": Known(_rising("acosh"), lambda one, _: _inverse_root(one, -1, 1), (iv.ONE, iv.INFINITY)),
    "atanh": Known(
        _rising("atanh"), lambda one, _: iv.reciprocal(_square_plus(-1, one)), _ONES, is_open=True
    ),
    "erf": Known(_rising("erf"), _error_slope),
    "degrees": _times(180 / arb.pi()),
    "radians": _times(arb.pi() / 180),
    "log2": Known(
        lambda one: iv.multiply(_rising("log")(one), iv.exactly(1 / arb(2).log())),
        lambda one, _: iv.multiply(iv.reciprocal(one), iv.exactly(1 / arb(2).log())),
        _POSITIVE,
        is_open=True,
    ),
    "log10": Known(
        lambda one: iv.multiply(_rising("log")(one), iv.exactly(1 / arb(10).log())),
        lambda one, _: iv.multiply(iv.reciprocal(one), iv.exactly(1 / arb(10).log())),
        _POSITIVE,
        is_open=True,
    ),
}
