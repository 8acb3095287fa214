"""Tables of the fields of a schema: type, limits, default, meaning."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from flowforge_portal.core.reference.markup import Markup, el, joined, link

Schema = dict[str, Any]
_PREFIX = "#/components/schemas/"
_MOST_VALUES = 24
_LIMITS = (
    ("minimum", "≥ {}"),
    ("exclusiveMinimum", "> {}"),
    ("maximum", "≤ {}"),
    ("exclusiveMaximum", "< {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minItems", "at least {} items"),
    ("maxItems", "at most {} items"),
    ("pattern", "matches {}"),
)
HEADER = ("field", "type", "default", "meaning")
Row = Sequence[str]


def field_rows(schema: Schema) -> Iterator[Row]:
    """Yield a row for each property of an object's schema."""
    required = schema.get("required", [])
    for name, described in schema.get("properties", {}).items():
        shown = [el("code", name)]
        if name in required:
            shown += [Markup(" "), el("small", "required")]
        yield joined(shown), type_of(described), _default(described), described.get("description", "")


def parameter_rows(parameters: Sequence[Schema]) -> Iterator[Row]:
    """Yield a row for each parameter in path or query."""
    for one in parameters:
        place = el("small", f" in {one['in']}" + (", required" if one.get("required") else ""))
        schema = one.get("schema", {})
        yield (
            joined([el("code", one["name"]), place]),
            type_of(schema),
            _default(schema),
            one.get("description", ""),
        )


def type_of(schema: Schema) -> Markup:
    """Return the type of a value with its limits."""
    limits = [text.format(schema[name]) for name, text in _LIMITS if name in schema]
    return joined([_kind(schema), *(f", {limit}" for limit in limits)])


def _kind(schema: Schema) -> Markup:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_PREFIX)
        return link(f"#{name}", name)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        shown = [type_of(one) for one in choices if one.get("type") != "null"]
        return joined(piece for at, one in enumerate(shown) for piece in ([" or "] if at else []) + [one])
    if "enum" in schema:
        return _values(schema["enum"])
    if "const" in schema:
        return el("code", json.dumps(schema["const"]))
    return _plain(schema)


def _values(values: Sequence[Any]) -> Markup:
    shown = [el("code", str(value)) for value in values[:_MOST_VALUES]]
    more = [f" and {len(values) - _MOST_VALUES} more"] if len(values) > _MOST_VALUES else []
    return joined([*(piece for one in shown for piece in (one, Markup(" "))), *more])


def _plain(schema: Schema) -> Markup:
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return joined(["list of ", type_of(schema.get("items", {}))])
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return joined(["map of ", type_of(schema["additionalProperties"])])
    return joined([schema.get("format", kind)])


def _default(schema: Schema) -> Markup:
    value = schema.get("default")
    return Markup("") if value is None else el("code", json.dumps(value, ensure_ascii=False))
