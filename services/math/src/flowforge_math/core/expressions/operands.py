"""Read the operands of an expression: numbers, names, calls, brackets, matrices."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Final

from flowforge_math.core.expressions.faults import (
    DisallowedExpression,
    ExpressionTooComplex,
    MalformedExpression,
)
from flowforge_math.core.expressions.functions import ALIASES
from flowforge_math.core.expressions.tokens import (
    END,
    NAME,
    NUMBER,
    TEXT,
    WORDS,
    Token,
    plain_text,
    position_of,
)
from flowforge_math.core.expressions.tree import (
    Call,
    Chain,
    Choice,
    Matrix,
    Name,
    Node,
    Number,
    Repetition,
    Text,
)

MAX_NODES: Final = 500
IMAGINARY_UNIT: Final = "1j"
TRUE: Final = Name("true")
FALSE: Final = Name("false")
# How strongly an operator binds. An implicit product stands between the sign and the power.
CONDITION, OR, AND, NOT, COMPARISON, CONVERSION, RANGE = 2, 4, 8, 10, 12, 14, 16
SUM, PRODUCT, SIGNED, IMPLICIT, POWER, POSTFIX = 18, 20, 22, 24, 26, 28
_CONSTANTS: Final = {"True": TRUE, "False": FALSE, "true": TRUE, "false": FALSE}
_REPETITIONS: Final = {"sum": "+", "prod": "*"}
_REPETITION_ARGUMENTS: Final = 4
_CHOICE_ARGUMENTS: Final = 3


class Operands(ABC):
    """Turns the tokens of one text into a tree, and keeps count of what it met."""

    def __init__(self, text: str, field: str, tokens: list[Token], start: int = 0) -> None:
        self.text = text
        self.plain = plain_text(text)
        self.field = field
        self.tokens = tokens
        self.place = start
        self.depth = 0
        self.nodes = 0
        self.comparisons = 0
        self.choosing = False
        self.rich = False
        self.scalar = False
        self.names: dict[str, int] = {}
        self.calls: dict[tuple[str, int], int] = {}

    @abstractmethod
    def read(self, floor: int = 0) -> Node:
        """Read as far as operators bind more strongly than *floor*."""

    def malformed(self, reason: str) -> MalformedExpression:
        position = position_of(self.tokens[self.place][2], self.text)
        return MalformedExpression(field=self.field, position=position, reason=reason)

    def disallowed(self, what: str, offset: int) -> DisallowedExpression:
        position = position_of(offset, self.text)
        return DisallowedExpression(field=self.field, what=what, position=position)

    def operand(self, floor: int) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise ExpressionTooComplex(field=self.field, limit=f"{MAX_NODES} parts")
        kind, word, offset = self.tokens[self.place]
        self.place += 1
        if kind == NUMBER:
            return self._number(word, offset)
        if kind == NAME:
            return self._name(word, offset)
        if prefix := _PREFIXES.get(word):
            return prefix(self, floor)
        if kind == TEXT:
            self.rich = True
            return Text(word[1:-1])
        self.place -= 1
        if kind == END:
            raise self.malformed("it is empty" if offset == 0 else "something is missing here")
        raise self.malformed(f"{word!r} is unexpected here")

    def _number(self, word: str, offset: int) -> Node:
        kind, following, start = self.tokens[self.place]
        if kind == NAME and following == "j" and start == offset + len(word):
            self.place += 1
            self.names.setdefault(IMAGINARY_UNIT, position_of(offset, self.text))
            return Chain(Number(word.replace("_", "")), (("*", Name(IMAGINARY_UNIT)),))
        return Number(word if word.isdecimal() and word[0] != "0" else in_decimal(word))

    def _name(self, word: str, offset: int) -> Node:
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        if word in WORDS and not (word == "mod" and self.tokens[self.place][1] == "("):
            if word == "not":
                return Choice(self.read(NOT), FALSE, TRUE)
            if word == "if" and self.tokens[self.place][1] == "(":
                return self._choice()
            self.place -= 1
            raise self.malformed(f"the word {word!r} stands where a number or a name is expected")
        if word[0] == "_":
            raise self.disallowed("a name that begins with '_'", offset)
        if self.tokens[self.place][1] == "(":
            return self._call(word, offset)
        if word not in self.names:
            self.names[word] = position_of(offset, self.text)
        return Name(word)

    def _choice(self) -> Node:
        """Read if(condition, then, else)."""
        self.place += 1
        arguments = self._list(")")
        if len(arguments) != _CHOICE_ARGUMENTS:
            raise self.malformed("'if' takes a condition and two values: if(x > 3, 1, 2)")
        return Choice(*arguments)

    def _call(self, word: str, offset: int) -> Node:
        word = ALIASES.get(word, word)
        before = set(self.names) if word in _REPETITIONS else set()
        self.place += 1
        arguments = self._list(")")
        if word in _REPETITIONS and repeats(arguments):
            variable, low, high, body = arguments
            self.rich = True
            if isinstance(variable, Name) and variable.name not in before:
                del self.names[variable.name]
            return Repetition(_REPETITIONS[word], variable.name, low, high, body)  # type: ignore[union-attr] # repeats has looked
        key = (word, len(arguments))
        if key not in self.calls:
            self.calls[key] = position_of(offset, self.text)
        return Call(word, tuple(arguments))

    def _list(self, closing: str) -> list[Node]:
        """Read nodes between commas up to the closing bracket."""
        items: list[Node] = []
        choosing, self.choosing = self.choosing, False
        if self.tokens[self.place][1] != closing:
            items.append(self.read())
            while self.tokens[self.place][1] == ",":
                self.place += 1
                items.append(self.read())
        self.choosing = choosing
        if self.tokens[self.place][1] != closing:
            raise self.malformed(f"{closing!r} or ',' is expected here")
        self.place += 1
        return items

    def _group(self, _: int) -> Node:
        choosing, self.choosing = self.choosing, False
        node = self.read()
        self.choosing = choosing
        word, offset = self.tokens[self.place][1:]
        if word == ",":
            raise self.disallowed(
                "a list in parentheses (the decimal mark is a point; a vector is [1, 2])", offset
            )
        if word != ")":
            raise self.malformed("')' is expected here")
        self.place += 1
        return node

    def _plus(self, floor: int) -> Node:
        return self.read(max(SIGNED, floor))

    def _minus(self, floor: int) -> Node:
        """Read what a minus is before: of 2^-x*3 only the x, of -x^2 all of it."""
        operand = self.read(max(SIGNED, floor))
        if isinstance(operand, Number):
            return _negative(operand)
        if isinstance(operand, Chain) and isinstance(operand.first, Number) and operand.rest[0][0] == "*":
            return Chain(_negative(operand.first), operand.rest)
        return Chain(Number("-1"), (("*", operand),))

    def _matrix(self, _: int) -> Node:
        self.rich = True
        choosing, self.choosing = self.choosing, False
        rows: list[tuple[Node, ...]] = []
        row: list[Node] = []
        sign = self.tokens[self.place][1]
        self.place += sign == "]"
        while sign != "]":
            row.append(self.read())
            sign = self.tokens[self.place][1]
            if sign not in (",", ";", "]"):
                raise self.malformed("']', ',' or ';' is expected here")
            self.place += 1
            if sign != ",":
                rows.append(tuple(row))
                row = []
        self.choosing = choosing
        return Matrix(tuple(rows))


def _negative(number: Number) -> Number:
    return Number(number.text[1:] if number.text[0] == "-" else f"-{number.text}")


def in_decimal(word: str) -> str:
    """Return a literal in base ten, without underscores and leading zeros."""
    word = word.replace("_", "")
    if word[:2].lower() in ("0x", "0b", "0o"):
        return str(int(word, 0))
    return str(int(word)) if word.isdecimal() else word


def repeats(arguments: list[Node]) -> bool:
    """Return whether these are a variable, two bounds and a body that uses the variable."""
    if len(arguments) != _REPETITION_ARGUMENTS or not isinstance(arguments[0], Name):
        return False
    return arguments[0].name in names_in(arguments[3])


def names_in(node: object) -> set[str]:
    """Return the names in a tree or in a tuple of trees."""
    if isinstance(node, Name):
        return {node.name}
    if isinstance(node, tuple):
        return set().union(*map(names_in, node))
    slots = getattr(node, "__slots__", ())
    return set().union(*(names_in(getattr(node, slot)) for slot in slots))


_PREFIXES: Final[Mapping[str, Callable[..., Node]]] = {
    "(": Operands._group,  # noqa: SLF001 - the table of the class's own methods
    "[": Operands._matrix,  # noqa: SLF001 - likewise
    "+": Operands._plus,  # noqa: SLF001 - likewise
    "-": Operands._minus,  # noqa: SLF001 - likewise
}
