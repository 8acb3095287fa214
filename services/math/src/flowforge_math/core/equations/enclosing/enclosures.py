"""Values and slopes of an expression over an interval of its unknown, with what is known of its domain."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from flint import arb

from flowforge_math.core.algebras.derived import DERIVED
from flowforge_math.core.algebras.repetition import structure
from flowforge_math.core.equations.enclosing import intervals as iv
from flowforge_math.core.equations.enclosing.elementary import FUNCTIONS, UNIT, Known
from flowforge_math.core.equations.enclosing.intervals import EVERYTHING, Ends
from flowforge_math.core.expressions.tree import Node

_NOT: Final = iv.exactly(arb(0))


@dataclass(frozen=True, slots=True)
class Enclosure:
    """`value` holds every value; `slope` every slope, None where there may be a corner or a gap.

    `everywhere`: defined on the whole interval. `nowhere`: at no point of it.
    """

    value: Ends
    slope: Ends | None
    everywhere: bool = True
    nowhere: bool = False
    whole: int | None = None


class UnknownEnclosure(Exception):
    """The expression has what this algebra cannot enclose."""


class Enclosures:
    """The algebra of enclosures. *name* is the unknown, *span* where it lies."""

    max_steps = 2_000

    def __init__(self, name: str, span: Ends) -> None:
        self.field = "equations"
        self.steps_left = self.max_steps
        self.given: frozenset[str] = frozenset()
        self.names: dict[str, Enclosure] = {
            "pi": _constant(arb.pi()),
            "e": _constant(arb.const_e()),
            "tau": _constant(2 * arb.pi()),
            name: Enclosure(span, UNIT),
        }

    def number(self, text: str) -> Enclosure:
        ratio = Fraction(text)
        whole = ratio.numerator if ratio.denominator == 1 else None
        return Enclosure(iv.exactly(iv.ratio_ball(ratio.numerator, ratio.denominator)), _NOT, whole=whole)

    def name(self, name: str) -> Enclosure:
        if name not in self.names:
            raise UnknownEnclosure
        return self.names[name]

    def operate(self, operator: str, left: Enclosure, right: Enclosure) -> Enclosure:
        if operator == "-":
            right, operator = _negative(right), "+"
        known = _OPERATORS.get(operator)
        if known is None:
            raise UnknownEnclosure
        value, slope, everywhere = known(left, right)
        everywhere = everywhere and left.everywhere and right.everywhere
        return Enclosure(
            value,
            slope if everywhere else None,
            everywhere,
            left.nowhere or right.nowhere,
            _whole(operator, left, right),
        )

    def call(self, function: str, arguments: Sequence[Enclosure]) -> Enclosure:
        if function in DERIVED:
            return DERIVED[function][1](self, *arguments)  # type: ignore[no-any-return] # a table for all algebras
        if function in _MANY:
            return _MANY[function](self, list(arguments))
        known = FUNCTIONS.get(function)
        if known is None or len(arguments) != 1:
            raise UnknownEnclosure
        return self._apply(known, arguments[0])

    def choose(
        self,
        condition: Enclosure,  # noqa: ARG002 - the algebras' common signature
        then: Callable[[], Enclosure],  # noqa: ARG002 - likewise
        otherwise: Callable[[], Enclosure],  # noqa: ARG002 - likewise
    ) -> Enclosure:
        raise UnknownEnclosure

    def structure(self, node: Node) -> Any:
        return structure(node, self)

    def whole(self, value: Enclosure) -> int:
        if value.whole is None:
            raise UnknownEnclosure
        return value.whole

    def _apply(self, known: Known, one: Enclosure) -> Enclosure:
        low, high = known.domain
        value, everywhere = one.value, one.everywhere
        if value[1] < low or value[0] > high or (known.is_open and (value[1] <= low or value[0] >= high)):
            return Enclosure(EVERYTHING, None, everywhere=False, nowhere=True)
        inside = known.domain is EVERYTHING or (value[0] > low and value[1] < high)
        if not inside:
            strict = known.is_open or not (value[0] >= low and value[1] <= high)
            everywhere = everywhere and not strict
            value = (max(value[0], low), min(value[1], high))
        result = known.value(value)
        if known.has_poles and not iv.is_finite(result):
            everywhere = False
        slope = None
        if everywhere and one.slope is not None and inside and known.slope is not None:
            slope = iv.multiply(known.slope(value, result), one.slope)
        return Enclosure(result, slope, everywhere, one.nowhere)

    def logarithm(self, arguments: list[Enclosure]) -> Enclosure:
        value = self._apply(FUNCTIONS["log"], arguments[0])
        if len(arguments) == 1:
            return value
        return self.operate("/", value, self._apply(FUNCTIONS["log"], arguments[1]))

    def total(self, arguments: list[Enclosure]) -> Enclosure:
        result = arguments[0]
        for one in arguments[1:]:
            result = self.operate("+", result, one)
        return result

    def mean(self, arguments: list[Enclosure]) -> Enclosure:
        return self.operate("/", self.total(arguments), _constant(arb(len(arguments))))

    def length(self, arguments: list[Enclosure]) -> Enclosure:
        return self.call("sqrt", [self.total([self.operate("*", one, one) for one in arguments])])

    def root(self, arguments: list[Enclosure]) -> Enclosure:
        if arguments[1].whole != 3:  # noqa: PLR2004 - the cube root
            raise UnknownEnclosure
        return self._apply(FUNCTIONS["cbrt"], arguments[0])

    def extreme(self, arguments: list[Enclosure], *, least: bool) -> Enclosure:
        result = arguments[0]
        for one in arguments[1:]:
            ends = tuple(
                left if (left < right) == least else right
                for left, right in zip(result.value, one.value, strict=True)
            )
            everywhere = result.everywhere and one.everywhere
            result = Enclosure((ends[0], ends[1]), None, everywhere, result.nowhere or one.nowhere)
        return result


def _constant(value: Any) -> Enclosure:
    return Enclosure(iv.exactly(value), _NOT)


def _negative(one: Enclosure) -> Enclosure:
    slope = None if one.slope is None else iv.negative(one.slope)
    whole = None if one.whole is None else -one.whole
    return Enclosure(iv.negative(one.value), slope, one.everywhere, one.nowhere, whole)


def _whole(operator: str, left: Enclosure, right: Enclosure) -> int | None:
    if left.whole is None or right.whole is None or operator not in ("+", "*"):
        return None
    return left.whole + right.whole if operator == "+" else left.whole * right.whole


Result = tuple[Ends, Ends | None, bool]


def _sum(left: Enclosure, right: Enclosure) -> Result:
    slope = None
    if left.slope is not None and right.slope is not None:
        slope = iv.add(left.slope, right.slope)
    return iv.add(left.value, right.value), slope, True


def _product(left: Enclosure, right: Enclosure) -> Result:
    slope = None
    if left.slope is not None and right.slope is not None:
        slope = iv.add(iv.multiply(left.slope, right.value), iv.multiply(left.value, right.slope))
    return iv.multiply(left.value, right.value), slope, True


def _quotient(left: Enclosure, right: Enclosure) -> Result:
    inverse = iv.reciprocal(right.value)
    value = iv.multiply(left.value, inverse)
    if iv.has_zero(right.value):
        return value, None, False
    slope = None
    if left.slope is not None and right.slope is not None:
        upper = iv.add(left.slope, iv.negative(iv.multiply(value, right.slope)))
        slope = iv.multiply(upper, inverse)
    return value, slope, True


def _power(left: Enclosure, right: Enclosure) -> Result:
    if right.whole is not None:
        return _whole_power(left, right.whole)
    if left.value[1] <= 0:
        return EVERYTHING, None, False
    positive = left.value[0] > 0
    base = left.value if positive else (iv.ZERO, left.value[1])
    logarithm = (iv.NEGATIVE_INFINITY if base[0] == 0 else iv.down(base[0].log()), iv.up(base[1].log()))
    exponent = iv.multiply(right.value, logarithm)
    value = iv.increasing(lambda one: one.exp(), exponent)
    if not positive or left.slope is None or right.slope is None:
        if left.value[0] == 0 and right.value[0] > 0:
            return value, None, True
        return (value if left.value[0] >= 0 else EVERYTHING), None, positive
    inner = iv.add(
        iv.multiply(right.slope, logarithm),
        iv.multiply(right.value, iv.multiply(left.slope, iv.reciprocal(base))),
    )
    return value, iv.multiply(value, inner), True


def _whole_power(left: Enclosure, exponent: int) -> Result:
    if exponent == 0:
        return UNIT, _NOT, True
    if exponent < 0:
        value, slope, everywhere = _whole_power(left, -exponent)
        return _quotient(Enclosure(UNIT, _NOT), Enclosure(value, slope, everywhere))
    slope = None
    if left.slope is not None:
        inner = iv.whole_power(left.value, exponent - 1) if exponent > 1 else UNIT
        slope = iv.multiply(iv.multiply(iv.exactly(arb(exponent)), inner), left.slope)
    return iv.whole_power(left.value, exponent), slope, True


_OPERATORS: Final[Mapping[str, Callable[[Enclosure, Enclosure], Result]]] = {
    "+": _sum,
    "*": _product,
    "/": _quotient,
    "**": _power,
}
_MANY: Final[Mapping[str, Callable[[Enclosures, list[Enclosure]], Enclosure]]] = {
    "log": Enclosures.logarithm,
    "sum": Enclosures.total,
    "mean": Enclosures.mean,
    "hypot": Enclosures.length,
    "nth_root": Enclosures.root,
    "min": lambda algebra, arguments: algebra.extreme(arguments, least=True),
    "max": lambda algebra, arguments: algebra.extreme(arguments, least=False),
}
