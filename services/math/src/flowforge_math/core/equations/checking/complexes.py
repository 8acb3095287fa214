"""Exact values among the complex numbers: only division by zero and the logarithm of zero lie outside."""

from collections.abc import Callable, Sequence
from typing import Any

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras.derived import DERIVED
from flowforge_math.core.algebras.symbols import FUNCTIONS
from flowforge_math.core.equations.checking.exactness import Exactly, Outside, Undecided, is_zero
from flowforge_math.core.expressions import IMAGINARY_UNIT


class Complexly(Exactly):
    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__({"i": sympy.I, IMAGINARY_UNIT: sympy.I, **names})

    def operate(self, operator: str, left: Any, right: Any) -> Any:
        if operator == "/":
            _refuse_zero(right)
        if operator == "**":
            if not (right.is_Integer and right >= 0):
                _refuse_zero(left)
            return left**right
        operations: dict[str, Callable[[], Any]] = {
            "+": lambda: left + right,
            "-": lambda: left - right,
            "*": lambda: left * right,
            "/": lambda: left / right,
        }
        return operations[operator]()

    def call(self, function: str, arguments: Sequence[Any]) -> Any:
        if function in DERIVED:
            return DERIVED[function][1](self, *arguments)
        if function in ("log", "log2", "log10"):
            _refuse_zero(arguments[0])
        if function == "tan":
            _refuse_zero(sympy.cos(arguments[0]))
        return FUNCTIONS[function](*arguments)


def _refuse_zero(value: Any) -> None:
    zero = is_zero(value)
    if zero is None:
        raise Undecided
    if zero:
        raise Outside
