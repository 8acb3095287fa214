"""Give every nullable schema a type: without one, OpenAPI 3.0 does not let null in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from servicekit.openapi.schemas import REFERENCE, JsonSchema

_CHOICES = ("anyOf", "oneOf")


def add_types(node: Any, schemas: Mapping[str, JsonSchema]) -> None:
    """Add the type to each nullable schema in *node* that has none, in place.

    Where its alternatives differ in type, the first of them with a type becomes nullable instead.
    """
    for schema in list(_untyped(node)):
        kinds = set(_kinds(schema, schemas))
        if len(kinds) == 1 and None not in kinds:
            schema["type"] = kinds.pop()
        elif choices := next((schema[key] for key in _CHOICES if key in schema), None):
            del schema["nullable"]
            choices[0] = _nullable(choices[0], schemas)


def _untyped(node: Any) -> Iterator[JsonSchema]:
    if isinstance(node, dict):
        if node.get("nullable") is True and "type" not in node:
            yield node
        for one in node.values():
            yield from _untyped(one)
    elif isinstance(node, list):
        for one in node:
            yield from _untyped(one)


def _kinds(schema: JsonSchema, schemas: Mapping[str, JsonSchema]) -> Iterator[str | None]:
    """Yield the types that *schema* allows; None where it does not say."""
    if "type" in schema:
        yield schema["type"]
    elif "$ref" in schema:
        yield from _kinds(schemas[schema["$ref"].removeprefix(REFERENCE)], schemas)
    elif inner := list(_inner(schema)):
        for one in inner:
            yield from _kinds(one, schemas)
    else:
        yield None


def _inner(schema: JsonSchema) -> Iterable[JsonSchema]:
    return (one for key in (*_CHOICES, "allOf") for one in schema.get(key, ()))


def _nullable(schema: JsonSchema, schemas: Mapping[str, JsonSchema]) -> JsonSchema:
    if "$ref" not in schema:
        return schema | {"nullable": True}
    return {"allOf": [schema], "type": next(_kinds(schema, schemas)), "nullable": True}
