"""An expression or a program that was read, and what it needs."""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flowforge_math.core.expressions.faults import MalformedExpression, UnknownFunction, UnknownName
from flowforge_math.core.expressions.functions import FUNCTIONS
from flowforge_math.core.expressions.grammar import Reader
from flowforge_math.core.expressions.operands import IMAGINARY_UNIT
from flowforge_math.core.expressions.tokens import END, NAME, Token, position_of, scan
from flowforge_math.core.expressions.tree import Node

MAX_KEPT: Final = 512


@dataclass(frozen=True, slots=True)
class Expression:
    """A tree, with the names and the calls in it and where each stands first (characters count from 1).

    `functions` are the names of the calls. `rich`: it has matrices, ranges, texts or repetitions, which not
    every algebra knows.
    """

    field: str
    root: Node
    names: Mapping[str, int]
    calls: Mapping[tuple[str, int], int]
    rich: bool = False
    functions: frozenset[str] = frozenset()

    def require_names(self, known: Collection[str]) -> None:
        """Raise UnknownName for a name that is not *known*."""
        for name, position in self.names.items():
            if name not in known:
                raise UnknownName(field=self.field, name=name, position=position, hint=_hint(name, known))

    def require_calls(self, known: Collection[str], own: Mapping[str, int] | None = None) -> None:
        """Raise UnknownFunction for a call of a function that is not *known*, or of a wrong arity.

        *own* are functions that the caller defined, with how many arguments they take.
        """
        for (name, count), position in self.calls.items():
            if own and name in own:
                least = most = own[name]
            elif name in FUNCTIONS:
                least, most = FUNCTIONS[name].least, FUNCTIONS[name].most
            else:
                raise self._unknown(name, position, "there is no such function" + _similar(name, known))
            if name not in known and not (own and name in own):
                raise self._unknown(name, position, "this mode and domain have no result for it")
            if not least <= count <= most:
                raise self._unknown(name, position, f"it takes {_span(least, most)}, not {count}")

    def _unknown(self, name: str, position: int, hint: str) -> UnknownFunction:
        return UnknownFunction(field=self.field, name=name, position=position, hint=hint)


@dataclass(frozen=True, slots=True)
class Statement:
    """An expression, or the definition of a name (`a = 2`) or of a function (`f(t) = t^2`)."""

    expression: Expression
    name: str | None = None
    parameters: tuple[str, ...] | None = None


@lru_cache(MAX_KEPT)
def parse(text: str, field: str) -> Expression:
    """Read *text*, which the caller wrote in *field*.

    Raises ExpressionTooComplex over 2,000 characters, 500 parts or 40 levels, MalformedExpression if it is
    no expression, AmbiguousExpression for 1/2x, DisallowedExpression if it has what expressions never have.
    """
    reader = Reader(text, field, scan(text, field))
    reader.scalar = True
    root = reader.read()
    if reader.tokens[reader.place][0] != END:
        raise reader.malformed(_leftover(reader.tokens[reader.place][1]))
    functions = frozenset(name for name, _ in reader.calls)
    return Expression(field, root, reader.names, reader.calls, reader.rich, functions)


@lru_cache(MAX_KEPT)
def parse_program(text: str, field: str) -> tuple[Statement, ...]:
    """Read one statement, or several between semicolons. Raises what `parse` raises."""
    tokens = scan(text, field)
    statements: list[Statement] = []
    start = 0
    while not statements or tokens[start][0] != END:
        head = _head(tokens, start)
        reader = Reader(text, field, tokens, start + (len(head) if head else 0))
        root = reader.read()
        names = reader.names
        kind, sign, _ = tokens[reader.place]
        if kind != END and sign != ";":
            raise reader.malformed(_leftover(sign))
        parameters = tuple(word for kind, word, _ in head[1:] if kind == NAME) if len(head) > 2 else None  # noqa: PLR2004 - a name and '='
        own = {name: place for name, place in names.items() if name not in (parameters or ())}
        functions = frozenset(name for name, _ in reader.calls)
        expression = Expression(field, root, own, reader.calls, reader.rich, functions)
        if head and head[0][1][0] == "_":
            reason = "a name begins with a letter"
            raise MalformedExpression(field=field, position=position_of(head[0][2], text), reason=reason)
        statements.append(Statement(expression, head[0][1] if head else None, parameters))
        start = reader.place + (kind != END)
    return tuple(statements)


def _head(tokens: list[Token], start: int) -> list[Token]:
    """Return the tokens of `name =` or `name(a, b) =` that stand at *start*, none if others do."""
    place = start
    if tokens[place][0] != NAME:
        return []
    place += 1
    if tokens[place][1] == "(":
        place += 1
        while tokens[place][0] == NAME and tokens[place + 1][1] == ",":
            place += 2
        if tokens[place][0] != NAME or tokens[place + 1][1] != ")":
            return []
        place += 2
    return tokens[start : place + 1] if tokens[place][1] == "=" else []


def _leftover(sign: str) -> str:
    if sign == "=":
        return "'=' compares as '==', and defines only a name or f(x) at the beginning"
    if sign == ")":
        return "')' closes what was never opened"
    return f"{sign!r} is unexpected here"


def _hint(name: str, known: Collection[str]) -> str:
    if name == IMAGINARY_UNIT:
        return "imaginary numbers need the domain 'complex'"
    if name in FUNCTIONS:
        return f"it is a function: write {name}(...)"
    return "give it in 'variables'" + _similar(name, known)


def _similar(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name[:64], [word for word in known if word != IMAGINARY_UNIT], n=1)
    return f", or write '{close[0]}'" if close else ""


def _span(least: int, most: int) -> str:
    if least == most:
        return f"{least} argument{'s' if least != 1 else ''}"
    return f"{least} to {most} arguments"
