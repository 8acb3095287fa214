"""Keep of a model's answer what the text bears out; the rest is null, with the reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import jsonschema_rs

from flowforge_llm.core.tasks.extraction.extraction_schema import Leaf, ListNode, ObjectNode, SchemaNode
from flowforge_llm.core.tasks.extraction.numerals import place_of
from flowforge_llm.core.tasks.extraction.support import Support, support_of
from flowforge_llm.core.tasks.text.quotes import Source, Span

Reason = Literal[
    "not in the text",
    "quote not found",
    "value does not follow from the quote",
    "value does not fit the schema",
    "only inferred",
]


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its evidence, or none with the reason; `claimed` is what the model said in vain."""

    value: Any
    span: Span | None
    support: Support | None
    reason: Reason | None
    claimed: Any = None


Tree = Any  # Found at the leaves, dicts and lists above them


class Grounding:
    """The evidence in one piece of the text, which begins at *offset* of the whole.

    A claim that `is_ours`, a part of the instructions, is not passed on.
    """

    def __init__(self, text: str, offset: int, *, may_infer: bool, is_ours: Callable[[str], bool]) -> None:
        self._source = Source(text)
        self._offset = offset
        self._may_infer = may_infer
        self._is_ours = is_ours
        self._used: dict[tuple[int, str], int] = {}

    def ground(self, wish: SchemaNode, answer: Any) -> Tree:
        """Return the answer's tree with a Found for each value."""
        if isinstance(wish, ObjectNode):
            return {name: self.ground(one, answer[name]) for name, one in wish.fields.items()}
        if isinstance(wish, ListNode):
            return [self.ground(wish.item, one) for one in answer]
        return self._found(wish, answer["quote"], answer["value"])

    def _found(self, leaf: Leaf, quote: str | None, value: Any) -> Found:
        if value is None or value == "":
            return Found(None, None, None, "not in the text")
        span = self._place(leaf, quote or "")
        span = span or self._own_place(leaf, value)
        if span is None:
            return self._claim("quote not found", value)
        words = self._source.text[span.start : span.end]
        support = support_of(leaf, value, words)
        if support is None:
            return self._claim("value does not follow from the quote", value)
        if support == "inferred" and not self._may_infer:
            return self._claim("only inferred", value)
        if not jsonschema_rs.is_valid(leaf.schema, value, validate_formats=True):
            return self._claim("value does not fit the schema", value)
        return Found(value, Span(span.start + self._offset, span.end + self._offset), support, None)

    def _claim(self, reason: Reason, value: Any) -> Found:
        is_shown = not (isinstance(value, str) and self._is_ours(value))
        return Found(None, None, None, reason, value if is_shown else None)

    def _own_place(self, leaf: Leaf, value: Any) -> Span | None:
        """Return where a value itself stands, as its own quote: a text word for word, a number once only."""
        if leaf.kind == "string":
            return self._place(leaf, value)
        if leaf.kind in ("number", "integer"):
            place = place_of(value, self._source.text)
            return Span(*place) if place is not None else None
        return None

    def _place(self, leaf: Leaf, quote: str) -> Span | None:
        """Return where *quote* stands; for the same one in the next item of a list, where it stands next."""
        use = (id(leaf), quote)
        span = self._source.locate(quote, self._used.get(use, 0)) or self._source.locate(quote)
        if span is not None:
            self._used[use] = span.end
        return span


def is_empty(tree: Tree) -> bool:
    """Return whether no leaf has a value."""
    if isinstance(tree, Found):
        return tree.value is None
    return all(is_empty(one) for one in (tree.values() if isinstance(tree, dict) else tree))


def plain(tree: Tree) -> Any:
    """Return the values alone."""
    if isinstance(tree, Found):
        return tree.value
    if isinstance(tree, dict):
        return {name: plain(one) for name, one in tree.items()}
    return [plain(one) for one in tree]
