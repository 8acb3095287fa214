"""The report of an extraction: a line for each field, with its JSON Pointer (RFC 6901)."""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_llm.core.tasks.extraction.extraction_schema import ListNode, ObjectNode, SchemaNode
from flowforge_llm.core.tasks.extraction.grounding import Found, Reason, Tree, is_empty
from flowforge_llm.core.tasks.extraction.support import Support


class Evidence(BaseModel):
    """Where a field's value comes from, or why it is null."""

    path: str = Field(description="JSON Pointer into `data`; `-` for a dropped list item.")
    value: Any = Field(description="As in `data`.")
    quote: str | None = Field(description="The words of the text that support the value, as written there.")
    start: int | None = Field(description="Start of the quote in the text, in code points.")
    end: int | None = Field(
        description="Where the quote ends in the text, counted in characters; null without a quote."
    )
    support: Support | None = Field(
        description="`stated`: the quote contains the value. `inferred`: concluded from it."
    )
    reason: Reason | None = Field(description="Why the value is null.")
    claimed: Any = Field(description="The value that the model returned without evidence in the text.")


def evidence(tree: Tree, dropped: list[Found], text: str) -> list[Evidence]:
    """Return the evidence of every leaf in order, then the claims of dropped list items."""
    lines = [_line(path, found, text) for path, found in _paths(tree, "")]
    return lines + [_line("/-", found, text) for found in dropped]


def missing(wish: SchemaNode, tree: Tree, path: str = "") -> list[str]:
    """Return the pointers of what the schema requires and the text does not give."""
    if isinstance(wish, ObjectNode):
        below = [(name, one, tree[name]) for name, one in wish.fields.items()]
        absent = [
            path + "/" + _escaped(name) for name, _, one in below if name in wish.required and is_empty(one)
        ]
        deeper = [
            pointer
            for name, one, part in below
            if not is_empty(part)
            for pointer in missing(one, part, path + "/" + _escaped(name))
        ]
        return absent + deeper
    if isinstance(wish, ListNode):
        return [
            one for number, item in enumerate(tree) for one in missing(wish.item, item, f"{path}/{number}")
        ]
    return []


def _paths(tree: Tree, path: str) -> list[tuple[str, Found]]:
    if isinstance(tree, Found):
        return [(path, tree)]
    below: Any = tree.items() if isinstance(tree, dict) else enumerate(tree)
    return [found for name, one in below for found in _paths(one, f"{path}/{_escaped(str(name))}")]


def _line(path: str, found: Found, text: str) -> Evidence:
    start, end = (found.span.start, found.span.end) if found.span is not None else (None, None)
    return Evidence(
        path=path,
        value=found.value,
        quote=text[start:end] if found.span is not None else None,
        start=start,
        end=end,
        support=found.support,
        reason=found.reason,
        claimed=found.claimed,
    )


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
