"""Schemas as HTML: the fields of an object, and types in words."""

from collections.abc import Iterator
from html import escape

import orjson

from servicekit.openapi.schemas import REFERENCE, JsonSchema

_MOST_VALUES = 30
_LIMITS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "above {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "below {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
}


def resolved(schema: JsonSchema, schemas: JsonSchema) -> JsonSchema:
    """Return what *schema* refers to, or *schema* itself."""
    if "$ref" in schema:
        found: JsonSchema = schemas[schema["$ref"].removeprefix(REFERENCE)]
        return found
    return schema


def field_list(schema: JsonSchema) -> str:
    """Return the fields of an object with their types and descriptions; empty if it has none."""
    fields = "".join(_fields(schema))
    return f"<dl>{fields}</dl>" if fields else ""


def _fields(schema: JsonSchema) -> Iterator[str]:
    for name, field in schema.get("properties", {}).items():
        needed = " <small>required</small>" if name in schema.get("required", ()) else ""
        default = ""
        if field.get("default") is not None:
            default = f", default <code>{escape(orjson.dumps(field['default']).decode())}</code>"
        yield (
            f"<dt><code>{escape(name)}</code>{needed} <small>{describe_type(field)}{default}</small></dt>"
            f"<dd>{escape(field.get('description', ''))}</dd>"
        )


def describe_type(schema: JsonSchema) -> str:
    """Return the type of a value in words, with links to named types."""
    limits = [text.format(schema[name]) for name, text in _LIMITS.items() if name in schema]
    return ", ".join([_kind(schema), *limits])


def _kind(schema: JsonSchema) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].removeprefix(REFERENCE))
        return f'<a href="#{name}">{name}</a>'
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return " or ".join(describe_type(one) for one in choices if one.get("type") != "null")
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    if values is not None:
        return _values(values)
    if schema.get("type") == "array":
        return f"list of {describe_type(schema.get('items', {}))}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"map of {describe_type(schema['additionalProperties'])}"
    return escape(str(schema.get("format", schema.get("type", "any"))))


def _values(values: list[object]) -> str:
    shown = " ".join(f"<code>{escape(str(value))}</code>" for value in values[:_MOST_VALUES])
    more = len(values) - _MOST_VALUES
    return f"{shown} and {more} more" if more > 0 else shown
