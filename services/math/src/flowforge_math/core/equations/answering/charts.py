"""The real line divided where an expression may change its sign or leave its domain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.equations.checking.candidates import between
from flowforge_math.core.equations.checking.exactness import Outside, Undecided, sign_of
from flowforge_math.core.expressions.operands import names_in
from flowforge_math.core.expressions.tree import Call, Chain, Node, Number

State = Literal["outside", "negative", "zero", "positive"]
_SIGNS: Final[dict[int, State]] = {-1: "negative", 0: "zero", 1: "positive"}
_ONE: Final = Number("1")
_SMOOTH: Final = frozenset(
    {
        "abs",
        "exp",
        "expm1",
        "sin",
        "cos",
        "atan",
        "sinh",
        "cosh",
        "tanh",
        "asinh",
        "erf",
        "erfc",
        "min",
        "max",
    }
    | {"sum", "prod", "mean", "cbrt", "square", "cube", "degrees", "radians", "hypot"}
)
_ARGUMENT_ZEROS: Final = frozenset({"sqrt", "log", "log2", "log10", "sign"})
_ARGUMENT_ONES: Final = frozenset({"asin", "acos", "acosh", "atanh"})


class Uncharted(Exception):
    """The places where the expression may change cannot be listed."""


@dataclass(frozen=True, slots=True)
class Part:
    """A point (low is high) or an open interval, and what the expression is there."""

    low: Any
    high: Any
    state: State


def chart(points: list[Any], state_at: Callable[[Any], State]) -> list[Part]:
    """Return points and intervals in order. The state of an interval is that of one point inside."""
    ordered = sorted(dict.fromkeys(points), key=lambda one: sympy.N(one, 40))
    parts: list[Part] = []
    low = -sympy.oo
    for point in [*ordered, sympy.oo]:
        parts.append(Part(low, point, state_at(between(low, point))))
        if point != sympy.oo:
            parts.append(Part(point, point, state_at(point)))
        low = point
    return parts


def state_by(value_at: Callable[[Any], Any]) -> Callable[[Any], State]:
    """Return the state of a point by its exact value. Raises Uncharted where that cannot be decided."""

    def state_at(point: Any) -> State:
        try:
            return _SIGNS[sign_of(value_at(point))]
        except Outside:
            return "outside"
        except Undecided as error:
            raise Uncharted from error

    return state_at


def critical(node: Node, name: str) -> Iterator[Node]:
    """Yield the parts of a tree at whose zeros it may leave its domain or jump. Raises Uncharted."""
    if isinstance(node, Chain):
        yield from _of_chain(node, name)
    elif isinstance(node, Call):
        yield from _of_call(node, name)
    elif name in names_in(node) and hasattr(node, "condition"):
        raise Uncharted


def _of_chain(node: Chain, name: str) -> Iterator[Node]:
    yield from critical(node.first, name)
    for place, (operator, operand) in enumerate(node.rest):
        yield from critical(operand, name)
        before: Node = Chain(node.first, node.rest[:place]) if place else node.first
        if operator == "/" and name in names_in(operand):
            yield operand
        elif operator == "**":
            whole = isinstance(operand, Number) and operand.text.isdecimal()
            if not whole and name in names_in(before):
                yield before
            if name in names_in(operand) and name in names_in(before):
                raise Uncharted
        elif operator not in ("+", "-", "*", "/"):
            raise Uncharted


def _of_call(node: Call, name: str) -> Iterator[Node]:
    if name not in names_in(node):
        return
    for argument in node.arguments:
        yield from critical(argument, name)
    if node.function in _SMOOTH:
        return
    if node.function in _ARGUMENT_ZEROS:
        for argument in node.arguments:
            if name in names_in(argument):
                yield argument
                yield Chain(argument, (("-", _ONE),))
    elif node.function in _ARGUMENT_ONES:
        yield Chain(node.arguments[0], (("-", _ONE),))
        yield Chain(node.arguments[0], (("+", _ONE),))
    else:
        raise Uncharted
