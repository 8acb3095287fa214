"""Read an expression by operator precedence (V. R. Pratt, "Top down operator precedence", 1973)."""

from collections.abc import Callable, Mapping
from typing import Final

from flowforge_math.core.expressions.faults import AmbiguousExpression, ExpressionTooComplex
from flowforge_math.core.expressions.operands import (
    AND,
    COMPARISON,
    CONDITION,
    CONVERSION,
    FALSE,
    IMPLICIT,
    OR,
    POSTFIX,
    POWER,
    PRODUCT,
    RANGE,
    SUM,
    TRUE,
    Operands,
)
from flowforge_math.core.expressions.tokens import NAME, NUMBER, TEXT, WORDS, position_of
from flowforge_math.core.expressions.tree import Call, Chain, Choice, Index, Node, Number, Span

MAX_DEPTH: Final = 40
COMPARISONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})


class Reader(Operands):
    """Reads operators by how strongly they bind."""

    def read(self, floor: int = 0) -> Node:
        """Read as far as operators bind more strongly than *floor*."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionTooComplex(field=self.field, limit=f"{MAX_DEPTH} levels of nesting")
        node = self.operand(floor)
        rest: list[tuple[str, Node]] = []
        while True:
            kind, word, _ = self.tokens[self.place]
            found = _INFIXES.get(word)
            if found is None:
                if floor >= IMPLICIT or not self._begins_a_factor(kind, word):
                    break
                rest.append(("*", self.read(IMPLICIT)))
                continue
            strength, operator, special = found
            if strength <= floor:
                break
            self.place += 1
            if special is None:
                rest.append((operator, self.read(strength)))
            elif (after := special(self, chained(node, rest), operator)) is not None:
                node, rest = after, []
            else:
                break
        self.depth -= 1
        return chained(node, rest) if rest else node

    def _begins_a_factor(self, kind: str, word: str) -> bool:
        if kind == NAME:
            return word not in WORDS
        if word == "(" or (kind == NUMBER and self.tokens[self.place - 1][1] == ")"):
            return True
        if kind in (NUMBER, TEXT):
            raise self.malformed("an operator is missing here")
        return False

    def _divide(self, left: Node, operator: str) -> Node:
        """Read a divisor; refuse 1/2x, which people read in two ways."""
        start = self.place
        divisor = self.read(IMPLICIT)
        kind, word, offset = self.tokens[self.place]
        if self._begins_a_factor(kind, word):
            end = self.place
            self.read(IMPLICIT)
            sign = self.tokens[start - 1][1]
            first = "".join(token[1] for token in self.tokens[start:end])[:40]
            second = "".join(token[1] for token in self.tokens[end : self.place])[:40]
            raise AmbiguousExpression(
                field=self.field,
                position=position_of(offset, self.text),
                first=f"'{sign} {first} * {second}'",
                second=f"'{sign} ({first} * {second})'",
            )
        return chained(left, [(self._sign(operator), divisor)])

    def _percent(self, left: Node, operator: str) -> Node:
        """Read 8 % 3 as a remainder and 8% as hundredths; refuse 8%-3, which may be either."""
        kind, word, offset = self.tokens[self.place]
        sign = self.tokens[self.place - 1][2]
        if word in ("+", "-") and not self._spaced(sign - 1):
            if self._spaced(sign + 1) and self._spaced(offset + 1):
                return chained(left, [("/", Number("100"))])
            raise AmbiguousExpression(
                field=self.field,
                position=position_of(sign, self.text),
                first=f"'% ({word}...)' with a space before % for the remainder",
                second=f"'% {word} ...' with spaces around {word} for hundredths",
            )
        if (kind in (NUMBER, NAME) and word not in WORDS) or word in ("(", "[", "-", "+"):
            return self._divide(left, operator)
        return chained(left, [("/", Number("100"))])

    def _spaced(self, place: int) -> bool:
        return self.plain[place : place + 1].isspace()

    def _power(self, left: Node, operator: str) -> Node:
        return Chain(left, ((self._sign(operator), self.read(POWER - 1)),))

    def _elementwise(self, left: Node, operator: str) -> Node:
        return chained(left, [(self._sign(operator), self.read(PRODUCT))])

    def _sign(self, operator: str) -> str:
        """Return the sign of an operator on elements: that of numbers where there are no matrices."""
        if self.scalar:
            return operator.removeprefix(".") if operator != ".^" else "**"
        self.rich |= operator[0] == "."
        return operator

    def _conversion(self, left: Node, operator: str) -> Node:
        if self.scalar:
            self.place -= 1
            raise self.malformed("'to' and 'in' convert units, and there are none here")
        self.rich = True
        return chained(left, [(operator, self.read(CONVERSION))])

    def _comparison(self, left: Node, operator: str) -> Node:
        """Make a < b < c into (a < b) and (b < c); b stands in both, so no comparison may stand in b."""
        before, start = self.comparisons, self.tokens[self.place - 1][2]
        self.comparisons += 1
        single: list[Node] = []
        while True:
            right = self.read(COMPARISON)
            single.append(Chain(left, ((operator, right),)))
            operator = self.tokens[self.place][1]
            if operator not in COMPARISONS:
                break
            if len(single) >= MAX_DEPTH:
                raise ExpressionTooComplex(field=self.field, limit=f"{MAX_DEPTH} levels of nesting")
            self.place += 1
            left = right
        if len(single) > 1 and self.comparisons > before + 1:
            raise self.disallowed("a comparison inside a chain of comparisons (join them with 'and')", start)
        result = single.pop()
        for one in reversed(single):
            result = Choice(one, result, FALSE)
        return result

    def _and(self, left: Node, _: str) -> Node:
        return Choice(left, self.read(AND - 1), FALSE)

    def _or(self, left: Node, _: str) -> Node:
        return Choice(left, TRUE, self.read(OR - 1))

    def _xor(self, left: Node, _: str) -> Node:
        return Chain(Choice(left, TRUE, FALSE), (("!=", Choice(self.read(OR + 2), TRUE, FALSE)),))

    def _if(self, then: Node, _: str) -> Node:
        condition = self.read(CONDITION)
        if self.tokens[self.place][1] != "else":
            raise self.malformed("'else' is expected here")
        self.place += 1
        return Choice(condition, then, self.read(CONDITION - 1))

    def _question(self, condition: Node, _: str) -> Node:
        choosing, self.choosing = self.choosing, True
        then = self.read(CONDITION - 1)
        self.choosing = choosing
        if self.tokens[self.place][1] != ":":
            raise self.malformed("':' is expected here")
        self.place += 1
        return Choice(condition, then, self.read(CONDITION - 1))

    def _range(self, low: Node, _: str) -> Node | None:
        """Read low:high or low:step:high, or nothing where the colon belongs to `a ? b : c`."""
        if self.choosing:
            self.place -= 1
            return None
        self.rich = True
        second = self.read(RANGE)
        if self.tokens[self.place][1] != ":":
            return Span(low, None, second)
        self.place += 1
        return Span(low, second, self.read(RANGE))

    def _postfix(self, left: Node, function: str) -> Node:
        self.rich |= function == "transpose"
        position = position_of(self.tokens[self.place - 1][2], self.text)
        self.calls.setdefault((function, 1), position)
        return Call(function, (left,))

    def _index(self, left: Node, _: str) -> Node:
        self.rich = True
        places: list[Node | None] = []
        choosing, self.choosing = self.choosing, False
        while True:
            if self.tokens[self.place][1] == ":":
                self.place += 1
                places.append(None)
            else:
                places.append(self.read())
            sign = self.tokens[self.place][1]
            if sign not in (",", "]"):
                raise self.malformed("']' or ',' is expected here")
            self.place += 1
            if sign == "]":
                self.choosing = choosing
                return Index(left, tuple(places))


def chained(first: Node, rest: list[tuple[str, Node]]) -> Node:
    """Return one chain of what is applied from left to right."""
    if not rest:
        return first
    if isinstance(first, Chain):
        return Chain(first.first, first.rest + tuple(rest))
    return Chain(first, tuple(rest))


_Special = Callable[[Reader, Node, str], Node | None]
_INFIXES: Final[Mapping[str, tuple[int, str, _Special | None]]] = {
    "+": (SUM, "+", None),
    "-": (SUM, "-", None),
    "*": (PRODUCT, "*", None),
    ".*": (PRODUCT, ".*", Reader._elementwise),  # noqa: SLF001 - the table of the class's own methods
    "to": (CONVERSION, "to", Reader._conversion),  # noqa: SLF001 - likewise
    **{sign: (PRODUCT, sign, Reader._divide) for sign in ("/", "//", "./")},  # noqa: SLF001 - the table of the class's own methods
    "mod": (PRODUCT, "%", Reader._divide),  # noqa: SLF001 - likewise
    "%": (PRODUCT, "%", Reader._percent),  # noqa: SLF001 - likewise
    "^": (POWER, "**", Reader._power),  # noqa: SLF001 - likewise
    "**": (POWER, "**", Reader._power),  # noqa: SLF001 - likewise
    ".^": (POWER, ".^", Reader._power),  # noqa: SLF001 - likewise
    **{sign: (COMPARISON, sign, Reader._comparison) for sign in COMPARISONS},  # noqa: SLF001 - likewise
    "and": (AND, "and", Reader._and),  # noqa: SLF001 - likewise
    "or": (OR, "or", Reader._or),  # noqa: SLF001 - likewise
    "xor": (OR + 2, "xor", Reader._xor),  # noqa: SLF001 - likewise
    "if": (CONDITION, "if", Reader._if),  # noqa: SLF001 - likewise
    "?": (CONDITION, "?", Reader._question),  # noqa: SLF001 - likewise
    ":": (RANGE, ":", Reader._range),  # noqa: SLF001 - likewise
    "!": (POSTFIX, "factorial", Reader._postfix),  # noqa: SLF001 - likewise
    "'": (POSTFIX, "transpose", Reader._postfix),  # noqa: SLF001 - likewise
    ".'": (POSTFIX, "transpose", Reader._postfix),  # noqa: SLF001 - likewise
    "[": (POSTFIX, "[", Reader._index),  # noqa: SLF001 - likewise
}
