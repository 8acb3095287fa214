"""Exact expressions with unknowns: the algebra of equations, by sympy."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras import bounds
from flowforge_math.core.algebras.derived import DERIVED, known
from flowforge_math.core.algebras.repetition import structure
from flowforge_math.core.expressions import NumberTooLarge, UndefinedResult
from flowforge_math.core.expressions.tree import Node

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
    "nth_root": sympy.real_root,
    "expm1": lambda value: sympy.exp(value) - 1,
    "log1p": lambda value: sympy.log(1 + value),
    "factorial": sympy.factorial,
    "comb": sympy.binomial,
    "mod": sympy.Mod,
    "degrees": lambda value: value * 180 / sympy.pi,
    "radians": lambda value: value * sympy.pi / 180,
}

KNOWN: Final = known(FUNCTIONS)


class Symbols:
    """Numbers are exact: 0.1 is one tenth. `names` are symbols and constants."""

    max_steps = 2_000

    def __init__(self, field: str, names: Mapping[str, Any]) -> None:
        self.steps_left = self.max_steps
        self.given: frozenset[str] = frozenset()
        self.field = field
        self.names = dict(names)

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
        if function in DERIVED and function not in FUNCTIONS:
            return DERIVED[function][1](self, *arguments)
        if function == "factorial" and arguments[0].is_Integer:
            return sympy.Integer(self._bounded(bounds.factorial, *map(int, arguments)))
        if function == "comb" and all(one.is_Integer for one in arguments):
            return sympy.Integer(self._bounded(bounds.combinations, *map(int, arguments)))
        return self._defined(FUNCTIONS[function](*arguments))

    def structure(self, node: Node) -> Any:
        return structure(node, self)

    def whole(self, value: Any) -> int:
        if not value.is_Integer:
            raise UndefinedResult(field=self.field, reason="the bounds of a sum are whole numbers")
        return int(value)

    def _bounded(self, function: Callable[..., int], *arguments: int) -> int:
        try:
            return function(*arguments)
        except bounds.OutOfBounds as error:
            raise NumberTooLarge(field=self.field, limit=error) from error
        except ValueError as error:
            raise UndefinedResult(field=self.field, reason=error) from error

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
