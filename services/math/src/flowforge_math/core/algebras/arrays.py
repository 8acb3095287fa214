"""Arrays of doubles: a whole batch of samples in one operation. What is not defined becomes NaN."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Final

import numpy as np

from flowforge_math.core.algebras.derived import DERIVED, known
from flowforge_math.core.algebras.repetition import structure
from flowforge_math.core.expressions import UndefinedResult
from flowforge_math.core.expressions.tree import Node

CONSTANTS: Final[Mapping[str, float]] = {"pi": np.pi, "e": np.e, "tau": 2 * np.pi, "true": 1.0, "false": 0.0}


def round_half_up(value: Any, digits: Any = 0.0) -> Any:
    """Round halves away from zero."""
    scale = np.power(10.0, digits)
    return np.sign(value) * np.floor(np.abs(value) * scale + 0.5) / scale


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **{name: getattr(np, name) for name in ("abs", "sign", "floor", "ceil", "trunc", "sqrt", "cbrt", "exp")},
    **{name: getattr(np, name) for name in ("log2", "log10", "sin", "cos", "tan", "degrees", "radians")},
    **{name: getattr(np, f"arc{name[1:]}") for name in ("asin", "acos", "atan", "atan2")},
    **{name: getattr(np, name) for name in ("sinh", "cosh", "tanh")},
    **{name: getattr(np, f"arc{name[1:]}") for name in ("asinh", "acosh", "atanh")},
    "log": lambda value, base=np.e: np.log(value) / np.log(base),
    "round": round_half_up,
    "clamp": lambda value, low, high: np.minimum(np.maximum(value, low), high),
    "min": lambda *values: reduce(np.minimum, values),
    "max": lambda *values: reduce(np.maximum, values),
    "sum": lambda *values: reduce(np.add, values),
    "mean": lambda *values: reduce(np.add, values) / len(values),
    "median": lambda *values: np.median(np.stack(np.broadcast_arrays(*values)), axis=0),
    "nth_root": lambda value, degree: np.sign(value) * np.abs(value) ** (1 / degree),
    **{name: getattr(np, name) for name in ("expm1", "log1p")},
    "variance": lambda *values: np.var(np.stack(np.broadcast_arrays(*values)), axis=0, ddof=1),
    "hypot": lambda *values: reduce(np.hypot, values),
}
_OPERATORS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "//": np.floor_divide,
    "%": np.mod,
    "**": np.power,
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


KNOWN: Final = known(FUNCTIONS)


class Arrays:
    """`names` are arrays or numbers. A comparison is 1 where it holds and 0 where not."""

    max_steps = 1_000

    def __init__(self, names: Mapping[str, Any], field: str = "expression") -> None:
        self.steps_left = self.max_steps
        self.given = frozenset(names)
        self.field = field
        self.names = {**CONSTANTS, **names}

    def number(self, text: str) -> Any:
        return np.float64(text)

    def name(self, name: str) -> Any:
        return self.names[name]

    def operate(self, operator: str, left: Any, right: Any) -> Any:
        return np.asarray(_OPERATORS[operator](left, right), np.float64)

    def call(self, function: str, arguments: Sequence[Any]) -> Any:
        if function in DERIVED:
            return DERIVED[function][1](self, *arguments)
        return FUNCTIONS[function](*arguments)

    def choose(self, condition: Any, then: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
        return np.where(condition, then(), otherwise())

    def structure(self, node: Node) -> Any:
        return structure(node, self)

    def whole(self, value: Any) -> int:
        if np.ndim(value) or value != np.floor(value):
            raise UndefinedResult(field=self.field, reason="the bounds of a sum are whole numbers")
        return int(value)
