"""The tree of an expression, and its evaluation in any algebra: floats, decimals, arrays, symbols."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Number:
    """A literal as it was written, so that an exact algebra loses nothing; integers are in base ten."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    name: str


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


Node = Number | Name | Chain | Call | Choice


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
    match node:
        case Number(text):
            return algebra.number(text)
        case Name(name):
            return algebra.name(name)
        case Chain(first, rest):
            value = fold(first, algebra)
            for operator, operand in rest:
                value = algebra.operate(operator, value, fold(operand, algebra))
            return value
        case Call(function, arguments):
            return algebra.call(function, [fold(argument, algebra) for argument in arguments])
        case Choice(condition, then, otherwise):
            return algebra.choose(
                fold(condition, algebra), lambda: fold(then, algebra), lambda: fold(otherwise, algebra)
            )
