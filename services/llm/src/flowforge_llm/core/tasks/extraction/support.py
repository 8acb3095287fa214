"""Whether a value follows from the words that are quoted for it."""

import re
from datetime import date
from typing import Any, Literal

from flowforge_llm.core.tasks.extraction.dates import dates_in
from flowforge_llm.core.tasks.extraction.extraction_schema import Leaf
from flowforge_llm.core.tasks.extraction.numerals import numbers_in
from flowforge_llm.core.tasks.text.quotes import fold

Support = Literal["stated", "inferred"]
_WORD = re.compile(r"\w+")
_CLOSE = 1e-9


def support_of(leaf: Leaf, value: Any, quote: str) -> Support | None:
    """Return how *quote* supports *value*: literally, by inference (choices, yes and no), or not at all.

    A number must be among those of the quote, in any way of writing, with its thousands, millions and
    percents; a date among its dates; the words of a text all among its words, in their order.
    """
    if leaf.kind in ("number", "integer"):
        return (
            "stated"
            if any(abs(value - one) <= _CLOSE * max(1, abs(one)) for one in numbers_in(quote))
            else None
        )
    if leaf.kind == "boolean":
        return "inferred"
    if leaf.kind == "choice" and not isinstance(value, str):
        return "stated" if fold(str(value)) in fold(quote) else "inferred"
    if leaf.schema.get("format") == "date":
        return _dated(value, quote)
    if _in_order(_WORD.findall(fold(value)), _WORD.findall(fold(quote))):
        return "stated"
    return "inferred" if leaf.kind == "choice" else None


def _dated(value: str, quote: str) -> Support | None:
    try:
        wanted = date.fromisoformat(value)
    except ValueError:
        return None
    return "stated" if wanted in dates_in(quote) else None


def _in_order(words: list[str], among: list[str]) -> bool:
    rest = iter(among)
    return bool(words) and all(word in rest for word in words)
