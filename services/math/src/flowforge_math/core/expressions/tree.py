"""The tree of an expression, and its evaluation in any algebra: floats, decimals, arrays, symbols."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Number:
    """A literal as it was written, so that an exact algebra loses nothing; integers are in base ten."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text."""

    text: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Operations from left to right: a - b + c is (a, ("-", b), ("+", c)). A long sum is not a deep tree."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`then` where the condition holds, else `otherwise`. Also what and, or and not become."""

    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of a matrix. One row written without a semicolon is a vector."""

    rows: tuple[tuple["Node", ...], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """An element or a part of a matrix; None stands for all of a dimension. Counted from 1."""

    matrix: "Node"
    places: tuple["Node | None", ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers from low to high, both included."""

    low: "Node"
    step: "Node | None"
    high: "Node"


@dataclass(frozen=True, slots=True)
class Repetition:
    """The sum or product of *body* over the whole numbers from low to high."""

    operator: str
    variable: str
    low: "Node"
    high: "Node"
    body: "Node"


Node = Number | Name | Text | Chain | Call | Choice | Matrix | Index | Span | Repetition


class Algebra(Protocol[Value]):
    """What numbers mean. Operators are + - * / // % ** == != < <= > >=."""

    def number(self, text: str) -> Value: ...

    def name(self, name: str) -> Value: ...

    def operate(self, operator: str, left: Value, right: Value) -> Value: ...

    def call(self, function: str, arguments: Sequence[Value]) -> Value: ...

    def choose(
        self, condition: Value, then: Callable[[], Value], otherwise: Callable[[], Value]
    ) -> Value: ...


def fold(node: Node, algebra: Algebra[Value]) -> Value:
    """Evaluate *node* in *algebra*. The grammar bounds the depth of the tree, and so of this recursion."""
    return _FOLDS[type(node)](node, algebra)  # type: ignore[no-any-return] # a table of the functions below


def _chain(node: Chain, algebra: Algebra[Value]) -> Value:
    value = _FOLDS[type(node.first)](node.first, algebra)
    for operator, operand in node.rest:
        value = algebra.operate(operator, value, _FOLDS[type(operand)](operand, algebra))
    return value  # type: ignore[no-any-return] # likewise


def _call(node: Call, algebra: Algebra[Value]) -> Value:
    return algebra.call(
        node.function, [_FOLDS[type(argument)](argument, algebra) for argument in node.arguments]
    )


def _choice(node: Choice, algebra: Algebra[Value]) -> Value:
    return algebra.choose(
        fold(node.condition, algebra),
        lambda: fold(node.then, algebra),
        lambda: fold(node.otherwise, algebra),
    )


def _structure(node: Node, algebra: Any) -> Any:
    """Fold what only some algebras know: `structure` says what it means there."""
    return algebra.structure(node)


_FOLDS: Final[Mapping[type, Callable[[Any, Any], Any]]] = {
    Number: lambda node, algebra: algebra.number(node.text),
    Name: lambda node, algebra: algebra.name(node.name),
    Chain: _chain,
    Call: _call,
    Choice: _choice,
    Text: _structure,
    Matrix: _structure,
    Index: _structure,
    Span: _structure,
    Repetition: _structure,
}
