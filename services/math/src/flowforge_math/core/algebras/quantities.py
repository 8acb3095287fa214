"""Quantities: a number with a unit, in any algebra of single numbers."""

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from flowforge_math.core.algebras.scalar import ScalarAlgebra
from flowforge_math.core.algebras.units import BASES, NONE, Dimensions, Unit, show_dimensions
from flowforge_math.core.expressions import UndefinedResult, UnitMismatch

COMPARISONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})
MAX_EXPONENT: Final = 12
ONE: Final = Fraction(1)
Powers = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """`number` counts the unit `label`; (number + offset) * factor is the number in SI.

    `powers`: the named units and their exponents, km^1 and h^-1 of km/h, in the order of the expression.
    `bare`: a unit alone, such as km, that a number has not yet been multiplied by.
    """

    number: Any
    dimensions: Dimensions
    powers: Powers
    factor: Fraction
    offset: Fraction | None = None
    bare: bool = False

    @property
    def label(self) -> str:
        """The unit as it is written: m^2, kg*m/s^2, W/(m^2*K)."""
        above = "*".join(_power(name, exponent) for name, exponent in self.powers if exponent > 0)
        below = [_power(name, -exponent) for name, exponent in self.powers if exponent < 0]
        if not below:
            return above
        return f"{above or '1'}/{below[0] if len(below) == 1 else '(' + '*'.join(below) + ')'}"


class Quantities:
    """Operations on quantities over *base*, the algebra of their numbers. Conversions round once."""

    def __init__(self, base: ScalarAlgebra[Any]) -> None:
        self.base = base

    def of(self, unit: Unit) -> Quantity:
        return Quantity(
            self.base.number("1"), unit.dimensions, ((unit.name, 1),), unit.ratio, unit.zero, bare=True
        )

    def operate(self, operator: str, left: Any, right: Any) -> Any:
        if operator in ("*", "/", ".*", "./"):
            return self._multiply(operator[-1], left, right)
        if operator == "**":
            return self._raise(left, right)
        if operator == "to":
            return self.convert(left, right)
        if operator in ("+", "-") or operator in COMPARISONS:
            return self._add(operator, left, right)
        raise UnitMismatch(field=self.base.field, reason=f"{operator} takes numbers without a unit")

    def convert(self, value: Any, target: Any) -> Quantity:
        one = self.lift(value)
        if not isinstance(target, Quantity) or not target.bare:
            raise UnitMismatch(field=self.base.field, reason="after 'to' stands a unit, such as km/h")
        self._require_same(one, target, "be converted to")
        return replace(target, number=self._in_unit(one, target), bare=False)

    def lift(self, value: Any) -> Quantity:
        return value if isinstance(value, Quantity) else Quantity(value, NONE, (), ONE)

    def magnitude(self, function: str, arguments: list[Any]) -> Any:
        """Apply a function that keeps the unit: abs, min, max, sum, mean, median, round."""
        first = self.lift(arguments[0])
        numbers = [first.number]
        for other in arguments[1:]:
            if function == "round":
                numbers.append(self.plain(other))
                continue
            self._require_same(self.lift(other), first, "be combined with")
            numbers.append(self._in_unit(self.lift(other), first))
        return replace(first, number=self.base.call(function, numbers), bare=False)

    def root(self, one: Quantity) -> Quantity:
        if one.offset is not None or any(power % 2 for power in one.dimensions):
            raise UnitMismatch(field=self.base.field, reason=f"'{one.label}' has no square root")
        dimensions = tuple(power // 2 for power in one.dimensions)
        number = self.base.call("sqrt", [self._scaled(one.number, one.factor, Fraction(0))])
        return Quantity(number, dimensions, _si_powers(dimensions), ONE)

    def plain(self, value: Any) -> Any:
        """Return a number without a unit. Raises UndefinedResult for a quantity."""
        if isinstance(value, Quantity):
            if any(value.dimensions):
                raise UndefinedResult(field=self.base.field, reason="a number without a unit is needed")
            return self._scaled(value.number, value.factor, Fraction(0))
        return value

    def _in_unit(self, one: Quantity, target: Quantity) -> Any:
        ratio = one.factor / target.factor
        return self._scaled(one.number, ratio, (one.offset or 0) * ratio - (target.offset or 0))

    def _scaled(self, number: Any, ratio: Fraction, shift: Fraction) -> Any:
        """Return number * ratio + shift, rounded once where numbers are doubles."""
        if ratio == 1 and shift == 0:
            return number
        if isinstance(number, float) and math.isfinite(number):
            return self._float(Fraction(number) * ratio + shift)
        if isinstance(number, int | Fraction):
            exact = number * ratio + shift
            return self.base.bounded(exact.numerator if exact.denominator == 1 else self._exact(exact))
        scaled = self.base.operate("*", number, self._exact(ratio))
        return self.base.operate("+", scaled, self._exact(shift))

    def _float(self, value: Fraction) -> float:
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf

    def _exact(self, ratio: Fraction) -> Any:
        number = self.base.number
        return self.base.operate("/", number(str(ratio.numerator)), number(str(ratio.denominator)))

    def _multiply(self, operator: str, left: Any, right: Any) -> Any:
        first, second = self.lift(left), self.lift(right)
        if first.offset is not None or second.offset is not None:
            if operator == "*" and second.bare and not isinstance(left, Quantity):
                return replace(second, number=left, bare=False)
            reason = "temperatures on a scale with another zero (degC, degF) cannot be multiplied; use K"
            raise UnitMismatch(field=self.base.field, reason=reason)
        sign = 1 if operator == "*" else -1
        dimensions = tuple(
            one + sign * other for one, other in zip(first.dimensions, second.dimensions, strict=True)
        )
        number = self.base.operate(operator, first.number, second.number)
        factor = first.factor * second.factor if sign == 1 else first.factor / second.factor
        reciprocal = operator == "/" and not isinstance(left, Quantity) and left == self.base.number("1")
        bare = second.bare and (first.bare or reciprocal)
        if not any(dimensions) and not bare and first.powers and second.powers:
            return self._scaled(number, factor, Fraction(0))
        powers = _product(first.powers, second.powers, sign)
        return Quantity(number, dimensions, powers, factor, None, bare)

    def _raise(self, left: Any, right: Any) -> Quantity:
        if isinstance(right, Quantity) or not isinstance(left, Quantity):
            raise UnitMismatch(field=self.base.field, reason="an exponent has no unit")
        whole = self.base.whole(right)
        if abs(whole) > MAX_EXPONENT or left.offset is not None:
            raise UnitMismatch(field=self.base.field, reason=f"units have exponents up to {MAX_EXPONENT}")
        number = self.base.operate("**", left.number, right)
        dimensions = tuple(power * whole for power in left.dimensions)
        powers = tuple((name, exponent * whole) for name, exponent in left.powers if whole)
        return Quantity(number, dimensions, powers, left.factor**whole, None, left.bare)

    def _add(self, operator: str, left: Any, right: Any) -> Any:
        first, second = self.lift(left), self.lift(right)
        word = "be compared with" if operator in COMPARISONS else "be added to"
        self._require_same(second, first, word)
        if operator in COMPARISONS:
            return self.base.operate(operator, first.number, self._in_unit(second, first))
        if second.offset is not None and operator == "+":
            reason = "a temperature such as degC cannot be added; a difference of temperatures has the unit K"
            raise UnitMismatch(field=self.base.field, reason=reason)
        if second.offset is not None:
            difference = self.base.operate("-", first.number, self._in_unit(second, first))
            kelvin = self._scaled(difference, first.factor, Fraction(0))
            return Quantity(kelvin, first.dimensions, (("K", 1),), ONE)
        step = replace(first, offset=None)
        number = self.base.operate(operator, first.number, self._in_unit(second, step))
        return replace(first, number=number, bare=False)

    def _require_same(self, one: Quantity, other: Quantity, word: str) -> None:
        if one.dimensions != other.dimensions:
            first, second = show_dimensions(one.dimensions), show_dimensions(other.dimensions)
            reason = f"{one.label or '1'} ({first}) cannot {word} {other.label or '1'} ({second})"
            raise UnitMismatch(field=self.base.field, reason=reason)


def _product(first: Powers, second: Powers, sign: int) -> Powers:
    """Return the powers of first * second, or of first / second where *sign* is -1."""
    powers = dict(first)
    for name, exponent in second:
        powers[name] = powers.get(name, 0) + sign * exponent
    return tuple((name, exponent) for name, exponent in powers.items() if exponent)


def _power(name: str, exponent: int) -> str:
    return name if exponent == 1 else f"{name}^{exponent}"


def _si_powers(dimensions: Dimensions) -> Powers:
    return tuple((base, power) for base, power in zip(BASES, dimensions, strict=True) if power)
