"""What the model is asked: the caller's tree, with a quote and a value in the place of each value."""

from typing import Any

from flowforge_llm.core.tasks.extraction.extraction_schema import Leaf, ListNode, ObjectNode, SchemaNode

_LONGEST_QUOTE, _LONGEST_TEXT = 200, 300
_OF_THE_VALUE = ("description", "format", "title", "examples")
_TOKENS_PER_LEAF, _LIKELY_ITEMS = 60, 6


def asked_schema(wish: SchemaNode) -> dict[str, Any]:
    """Return the JSON Schema of the model's answer: every leaf is {"quote", "value"}, both null or neither.

    The quote comes first: the value is then read from it, not the quote made up for the value. Limits that
    say when a value is wrong are not told: a model held to them would invent one that is right.
    """
    if isinstance(wish, ObjectNode):
        fields = {name: asked_schema(one) for name, one in wish.fields.items()}
        shape = {"type": "object", "properties": fields, "required": list(fields)}
        return _described({**shape, "additionalProperties": False}, wish.description)
    if isinstance(wish, ListNode):
        listed = {"type": "array", "items": asked_schema(wish.item), "maxItems": wish.most}
        return _described(listed, wish.description)
    quote = {"anyOf": [{"type": "string", "maxLength": _LONGEST_QUOTE}, {"type": "null"}]}
    value = {"anyOf": [_value(wish), {"type": "null"}]}
    pair = {"type": "object", "properties": {"quote": quote, "value": value}, "required": ["quote", "value"]}
    return _described({**pair, "additionalProperties": False}, wish.schema.get("description"))


def told_fields(wish: SchemaNode, path: str = "") -> list[str]:
    """Return a line for each field, for models that see no schema: its path, its type, what it means."""
    if isinstance(wish, ObjectNode):
        return [line for name, one in wish.fields.items() for line in told_fields(one, f"{path}.{name}")]
    if isinstance(wish, ListNode):
        return told_fields(wish.item, f"{path}[]")
    kind = " | ".join(map(str, wish.schema["enum"])) if wish.kind == "choice" else wish.kind
    kind = wish.schema.get("format", kind)
    words = wish.schema.get("description") or wish.schema.get("title")
    return [f"{path.removeprefix('.')} ({kind})" + (f": {words}" if words else "")]


def likely_tokens(wish: SchemaNode) -> int:
    """Return about how many tokens an answer has."""
    if isinstance(wish, ObjectNode):
        return sum(likely_tokens(one) for one in wish.fields.values()) + 10
    if isinstance(wish, ListNode):
        return likely_tokens(wish.item) * min(wish.most, _LIKELY_ITEMS)
    return _TOKENS_PER_LEAF


def _value(leaf: Leaf) -> dict[str, Any]:
    if leaf.kind == "choice":
        return {"enum": leaf.schema["enum"]}
    if leaf.kind == "string" and leaf.schema.get("format") != "date":
        return {"type": "string", "maxLength": _LONGEST_TEXT}
    if leaf.kind == "string":
        return {"type": "string", "format": "date"}
    return {"type": leaf.kind}


def _described(schema: dict[str, Any], description: str | None) -> dict[str, Any]:
    return {**schema, "description": description} if description else schema
