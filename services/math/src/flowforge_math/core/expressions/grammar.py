"""Read an expression: bounded text, Python's syntax tree, an allow-list, and our own tree."""

import ast
import difflib
import keyword
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from flowforge_math.core.expressions.faults import (
    DisallowedExpression,
    ExpressionTooComplex,
    MalformedExpression,
    UnknownFunction,
    UnknownName,
)
from flowforge_math.core.expressions.functions import ARITIES
from flowforge_math.core.expressions.tree import Call, Chain, Choice, Name, Node, Number

MAX_CHARACTERS: Final = 2_000
MAX_NODES: Final = 500
MAX_DEPTH: Final = 40
IMAGINARY_UNIT: Final = "1j"
TRUE: Final = Name("true")
FALSE: Final = Name("false")

_FOREIGN: Final = re.compile(r"[^A-Za-z0-9_\s.,+\-*/%^()<>=!]")
_PART_SIGNS: Final = "+-/%^(,<>"
# Python reads "1if x" as "1 if x" and warns: a number must end where it ends.
_RUN_TOGETHER: Final = re.compile(r"(?<![A-Za-z0-9_.])[0-9][A-Za-z0-9_.]*?(?:and|else|for|if|in|is|not|or)")
_SIGNS_IN_A_ROW: Final = re.compile(rf"(?:[-+]\s*){{{MAX_DEPTH + 1}}}")
_TYPOGRAPHY: Final = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "\n": " ", "\r": " ", "\t": " "})  # noqa: RUF001 - the signs that people paste
_OPERATORS: Final[Mapping[type[ast.AST], str]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
Place = TypeVar("Place", str, tuple[str, int])


@dataclass(frozen=True, slots=True)
class Expression:
    """A tree, with the names and the calls in it and where each stands first (characters count from 1)."""

    field: str
    root: Node
    names: Mapping[str, int]
    calls: Mapping[tuple[str, int], int]

    def require_names(self, known: Collection[str]) -> None:
        """Raise UnknownName for a name that is not *known*."""
        for name, position in self.names.items():
            if name not in known:
                raise UnknownName(field=self.field, name=name, position=position, hint=_hint(name, known))

    def require_calls(self, known: Collection[str]) -> None:
        """Raise UnknownFunction for a call of a function that is not *known*, or of a wrong arity."""
        for (name, count), position in self.calls.items():
            least, most = ARITIES.get(name, (0, 0))
            if name not in ARITIES:
                hint = "there is no such function" + _similar(name, known)
            elif name not in known:
                hint = "this mode and domain have no result for it"
            elif not least <= count <= most:
                hint = f"it takes {_span(least, most)}, not {count}"
            else:
                continue
            raise UnknownFunction(field=self.field, name=name, position=position, hint=hint)


def parse(text: str, field: str) -> Expression:
    """Read *text*, which the caller wrote in *field*.

    Raises ExpressionTooComplex over 2,000 characters, 500 parts or 40 levels, MalformedExpression if it is
    no expression, DisallowedExpression if it is more than arithmetic.
    """
    if len(text) > MAX_CHARACTERS:
        raise ExpressionTooComplex(field=field, limit=f"{MAX_CHARACTERS} characters")
    plain = text.translate(_TYPOGRAPHY)
    if foreign := _FOREIGN.search(plain):
        position = foreign.start() + 1
        raise DisallowedExpression(field=field, what=f"the character {foreign[0]!r}", position=position)
    if sum(plain.count(sign) for sign in _PART_SIGNS) > MAX_NODES:
        raise ExpressionTooComplex(field=field, limit=f"{MAX_NODES} parts")
    if _SIGNS_IN_A_ROW.search(plain):
        raise ExpressionTooComplex(field=field, limit=f"{MAX_DEPTH} signs in a row")
    if together := _RUN_TOGETHER.search(plain):
        reason = "a number runs into a word (leave a space)"
        raise MalformedExpression(field=field, position=together.start() + 1, reason=reason)
    reader = _Reader(plain.strip(), field, len(plain) - len(plain.lstrip()))
    root = reader.read()
    return Expression(field, root, reader.names, reader.calls)


class _Reader:
    """Turns one text into one tree, and keeps count of what it met."""

    def __init__(self, text: str, field: str, offset: int) -> None:
        self.text = text
        self.source = text.replace("^", "**")
        self.field = field
        self.offset = offset
        self.nodes = 0
        self.comparisons = 0
        self.names: dict[str, int] = {}
        self.calls: dict[tuple[str, int], int] = {}

    def read(self) -> Node:
        if not self.source:
            raise MalformedExpression(field=self.field, position=1, reason="it is empty")
        try:
            tree = ast.parse(self.source, mode="eval")
        except SyntaxError as error:
            position = self._position(error.offset - 1 if error.offset else len(self.source))
            reason = _reason(error.msg, self.text)
            raise MalformedExpression(field=self.field, position=position, reason=reason) from error
        except (RecursionError, MemoryError, ValueError) as error:
            raise ExpressionTooComplex(field=self.field, limit=f"{MAX_DEPTH} levels") from error
        return self._convert(tree.body, 1)

    def _convert(self, node: ast.expr, depth: int) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise ExpressionTooComplex(field=self.field, limit=f"{MAX_NODES} parts")
        if depth > MAX_DEPTH:
            raise ExpressionTooComplex(field=self.field, limit=f"{MAX_DEPTH} levels of nesting")
        convert = _CONVERTERS.get(type(node))
        if convert is None:
            raise self._refusal(node, _WORDS.get(type(node), "something that is no arithmetic"))
        return convert(self, node, depth + 1)

    def _constant(self, node: ast.Constant, _: int) -> Node:
        written = self.source[node.col_offset : node.end_col_offset].replace("_", "")
        if isinstance(node.value, bool):
            return TRUE if node.value else FALSE
        if isinstance(node.value, int):
            return Number(str(node.value))
        if isinstance(node.value, float):
            return Number(written)
        if isinstance(node.value, complex):
            self._note(self.names, IMAGINARY_UNIT, node.col_offset)
            return Chain(Number(written[:-1]), (("*", Name(IMAGINARY_UNIT)),))
        raise self._refusal(node, "a value that is no number")

    def _name(self, node: ast.Name, _: int) -> Node:
        if node.id.startswith("_"):
            raise self._refusal(node, "a name that begins with '_'")
        self._note(self.names, node.id, node.col_offset)
        return Name(node.id)

    def _chain(self, node: ast.BinOp, depth: int) -> Node:
        rest: list[tuple[str, Node]] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):
            operator = _OPERATORS.get(type(left.op))
            if operator is None:
                raise self._refusal(left, "an operator that is no arithmetic")
            rest.append((operator, self._convert(left.right, depth)))
            left = left.left
        return Chain(self._convert(left, depth), tuple(reversed(rest)))

    def _sign(self, node: ast.UnaryOp, depth: int) -> Node:
        operand = self._convert(node.operand, depth)
        if isinstance(node.op, ast.UAdd):
            return operand
        if isinstance(node.op, ast.Not):
            return Choice(operand, FALSE, TRUE)
        if isinstance(node.op, ast.USub):
            return Chain(Number("-1"), (("*", operand),))
        raise self._refusal(node, "an operator that is no arithmetic")

    def _comparison(self, node: ast.Compare, depth: int) -> Node:
        """Make a < b < c into (a < b) and (b < c); b stands in both, so no comparison may stand in b."""
        before = self.comparisons
        expressions = enumerate((node.left, *node.comparators))
        operands = [self._convert(operand, depth + index) for index, operand in expressions]
        if len(node.ops) > 1 and self.comparisons > before:
            raise self._refusal(node, "a comparison inside a chain of comparisons (join them with 'and')")
        self.comparisons += 1
        single: list[Node] = []
        for left, operation, right in zip(operands, node.ops, operands[1:], strict=False):
            operator = _OPERATORS.get(type(operation))
            if operator is None:
                raise self._refusal(node, "a comparison other than == != < <= > >=")
            single.append(Chain(left, ((operator, right),)))
        return _conjunction(single)

    def _logic(self, node: ast.BoolOp, depth: int) -> Node:
        operands = [self._convert(operand, depth + index) for index, operand in enumerate(node.values)]
        if isinstance(node.op, ast.And):
            return _conjunction(operands)
        result = operands.pop()
        for operand in reversed(operands):
            result = Choice(operand, TRUE, result)
        return result

    def _choice(self, node: ast.IfExp, depth: int) -> Node:
        condition, then = self._convert(node.test, depth), self._convert(node.body, depth)
        return Choice(condition, then, self._convert(node.orelse, depth))

    def _call(self, node: ast.Call, depth: int) -> Node:
        if not isinstance(node.func, ast.Name):
            raise self._refusal(node, "a call of something that is no function name (write 2*(x), not 2(x))")
        if node.keywords:
            raise self._refusal(node, "a named argument")
        name = node.func.id
        self._note(self.calls, (name, len(node.args)), node.func.col_offset)
        return Call(name, tuple(self._convert(argument, depth) for argument in node.args))

    def _note(self, places: dict[Place, int], what: Place, offset: int) -> None:
        """Remember the first place: chains are read from the right."""
        position = self._position(offset)
        places[what] = min(position, places.get(what, position))

    def _refusal(self, node: ast.expr, what: str) -> DisallowedExpression:
        position = self._position(node.col_offset)
        return DisallowedExpression(field=self.field, what=what, position=position)

    def _position(self, offset: int) -> int:
        """Map an offset in the source, where ^ became **, to a character of what the caller wrote."""
        seen = 0
        for index, character in enumerate(self.text):
            if seen >= offset:
                return self.offset + index + 1
            seen += 2 if character == "^" else 1
        return self.offset + len(self.text) + 1


_CONVERTERS: Final[Mapping[type[ast.AST], Callable[..., Node]]] = {
    ast.Constant: _Reader._constant,  # noqa: SLF001 - the table of the class's own methods
    ast.Name: _Reader._name,  # noqa: SLF001 - likewise
    ast.BinOp: _Reader._chain,  # noqa: SLF001 - likewise
    ast.UnaryOp: _Reader._sign,  # noqa: SLF001 - likewise
    ast.Compare: _Reader._comparison,  # noqa: SLF001 - likewise
    ast.BoolOp: _Reader._logic,  # noqa: SLF001 - likewise
    ast.IfExp: _Reader._choice,  # noqa: SLF001 - likewise
    ast.Call: _Reader._call,  # noqa: SLF001 - likewise
}
_WORDS: Final[Mapping[type[ast.AST], str]] = {
    ast.Attribute: "an attribute ('.' is only a decimal point)",
    ast.Tuple: "a list of values (the decimal mark is a point, not a comma)",
    ast.Starred: "an unpacked argument",
    ast.GeneratorExp: "a loop",
}


def _conjunction(operands: list[Node]) -> Node:
    result = operands.pop()
    for operand in reversed(operands):
        result = Choice(operand, result, FALSE)
    return result


def _reason(message: str, text: str) -> str:
    if message.startswith("invalid decimal literal"):
        return "a number runs into a name (write 2*x, not 2x)"
    if any(keyword.iskeyword(word) for word in re.findall(r"[A-Za-z_]+", text) if word not in _LOGIC):
        return "a reserved word stands where a name is wanted"
    if message.startswith("invalid syntax"):
        return "something is missing or superfluous here"
    return message.split(". Perhaps", 1)[0].removesuffix("?")


_LOGIC: Final = frozenset({"and", "or", "not", "if", "else", "True", "False"})


def _hint(name: str, known: Collection[str]) -> str:
    if name == IMAGINARY_UNIT:
        return "imaginary numbers need the domain 'complex'"
    return "give it in 'variables'" + _similar(name, known)


def _similar(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name[:64], [word for word in known if word != IMAGINARY_UNIT], n=1)
    return f", or write '{close[0]}'" if close else ""


def _span(least: int, most: int) -> str:
    if least == most:
        return f"{least} argument{'s' if least != 1 else ''}"
    return f"{least} to {most} arguments"
