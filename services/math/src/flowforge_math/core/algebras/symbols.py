"""Exact expressions with unknowns: the algebra of equations, by sympy."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras import bounds
from flowforge_math.core.expressions import NumberTooLarge, UndefinedResult

MAX_SYMBOLIC_EXPONENT: Final = 1_000
CONSTANTS: Final[Mapping[str, Any]] = {"pi": sympy.pi, "e": sympy.E, "tau": 2 * sympy.pi}
_ARITHMETIC: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **{name: getattr(sympy, name) for name in ("sqrt", "cbrt", "exp", "sign", "floor", "re", "im", "arg")},
    **{name: getattr(sympy, name) for name in ("sin", "cos", "tan", "asin", "acos", "atan", "atan2")},
    **{name: getattr(sympy, name) for name in ("sinh", "cosh", "tanh", "asinh", "acosh", "atanh")},
    **{name: getattr(sympy, name) for name in ("gamma", "erf", "erfc")},
    "abs": sympy.Abs,
    "ceil": sympy.ceiling,
    "conj": sympy.conjugate,
    "log": lambda value, base=sympy.E: sympy.log(value, base),
    "log2": lambda value: sympy.log(value, 2),
    "log10": lambda value: sympy.log(value, 10),
    "min": sympy.Min,
    "max": sympy.Max,
    "sum": sympy.Add,
    "mean": lambda *values: sympy.Add(*values) / len(values),
    "hypot": lambda *values: sympy.sqrt(sympy.Add(*(value**2 for value in values))),
    "degrees": lambda value: value * 180 / sympy.pi,
    "radians": lambda value: value * sympy.pi / 180,
}


class Symbols:
    """Numbers are exact: 0.1 is one tenth. `names` are symbols and constants."""

    def __init__(self, field: str, names: Mapping[str, Any]) -> None:
        self.field = field
        self.names = names

    def number(self, text: str) -> Any:
        try:
            return sympy.Rational(bounds.literal(text))
        except bounds.OutOfBounds as error:
            raise NumberTooLarge(field=self.field, limit=error) from error

    def name(self, name: str) -> Any:
        return self.names[name]

    def operate(self, operator: str, left: Any, right: Any) -> Any:
        if operator == "**":
            return self._defined(self._power(left, right))
        if operator not in _ARITHMETIC:
            raise UndefinedResult(field=self.field, reason=f"{operator} has no place in an equation")
        return self._defined(_ARITHMETIC[operator](left, right))

    def call(self, function: str, arguments: Sequence[Any]) -> Any:
        return self._defined(FUNCTIONS[function](*arguments))

    def choose(
        self,
        condition: Any,  # noqa: ARG002 - the algebras' common signature
        then: Callable[[], Any],  # noqa: ARG002 - likewise
        otherwise: Callable[[], Any],  # noqa: ARG002 - likewise
    ) -> Any:
        raise UndefinedResult(field=self.field, reason="a condition has no place in an equation")

    def _power(self, base: Any, exponent: Any) -> Any:
        """Raise to a power after looking how large it gets: sympy computes it at once."""
        if exponent.is_Rational:
            size = abs(math.ceil(exponent))
            if base.is_Rational:
                bits = max(abs(base.p).bit_length(), base.q.bit_length()) - 1
                if bits * size > bounds.MAX_BITS:
                    raise NumberTooLarge(field=self.field, limit=bounds.TOO_MANY_DIGITS)
            elif size > MAX_SYMBOLIC_EXPONENT:
                raise NumberTooLarge(field=self.field, limit="exponents of unknowns go up to 1,000")
        return base**exponent

    def _defined(self, value: Any) -> Any:
        if value.has(sympy.zoo, sympy.nan, sympy.oo, -sympy.oo):
            raise UndefinedResult(field=self.field, reason="it divides by zero")
        return value
