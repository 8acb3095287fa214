"""Exact fractions: nothing is ever rounded, and only what has an exact result may be called."""

import math
import operator
import statistics
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final

from flowforge_math.core.algebras import bounds
from flowforge_math.core.algebras.doubles import clamp, nearest, sign
from flowforge_math.core.algebras.samples import deviation, mode, variance
from flowforge_math.core.algebras.scalar import Outcome, ScalarAlgebra
from flowforge_math.core.algebras.whole import WHOLE_FUNCTIONS

Exact = Fraction | bool


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """Return base ** exponent exactly. Raises ValueError unless *exponent* is whole."""
    if Fraction(exponent).denominator != 1:
        raise ValueError("its exponent must be whole to keep the result exact")
    base, count = Fraction(base), int(exponent)
    if count < 0:
        base, count = 1 / base, -count
    return Fraction(
        bounds.integer_power(base.numerator, count), bounds.integer_power(base.denominator, count)
    )


def round_half_up(value: Fraction, digits: Fraction = Fraction(0)) -> Fraction:
    """Round halves away from zero to *digits* decimals."""
    scale = power(Fraction(10), Fraction(bounds.whole(digits)))
    return sign(value) * Fraction(math.floor(abs(value) * scale + Fraction(1, 2))) / scale


_EXACT: Final[Mapping[str, Callable[..., Any]]] = {
    "abs": abs,
    "sign": sign,
    "floor": math.floor,
    "ceil": math.ceil,
    "trunc": math.trunc,
    "round": round_half_up,
    "clamp": clamp,
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    "sum": lambda *values: sum(values),
    "mean": lambda *values: sum(values) / Fraction(len(values)),
    "median": lambda *values: statistics.median(values),
    "mode": mode,
    "mad": lambda *values: deviation(*map(Fraction, values)),
    "variance": lambda *values: variance(*map(Fraction, values)),
    **WHOLE_FUNCTIONS,
}


class Fractions(ScalarAlgebra[Exact]):
    operators = {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": lambda left, right: Fraction(left) / Fraction(right),
        "//": operator.floordiv,
        "%": operator.mod,
        "**": power,
        "==": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }
    functions = _EXACT
    no_result = "has no exact fraction as its result"

    def constants(self) -> Mapping[str, Exact]:
        return {"true": True, "false": False}

    def read(self, text: str) -> Exact:
        return Fraction(bounds.literal(text))

    def bounded(self, value: Exact) -> Exact:
        if isinstance(value, bool):
            return value
        fraction = Fraction(value)
        bounds.bounded(fraction.numerator)
        bounds.bounded(fraction.denominator)
        return fraction

    def outcome(self, value: Exact) -> Outcome:
        if isinstance(value, bool):
            return Outcome("boolean", value, str(value).lower())
        if value.denominator == 1:
            return Outcome("integer", nearest(value.numerator), str(value.numerator))
        return Outcome("fraction", _double(value), str(value))


def _double(value: Fraction) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None
