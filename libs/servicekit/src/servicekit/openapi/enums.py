"""One schema for each closed choice that a service uses in several places."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from servicekit.openapi.schemas import REFERENCE, JsonSchema

Values = tuple[str, ...]
_LEFT_ALONE = ("allOf", "example", "examples")  # the codes of failures stand in allOf
_PLACES = 2  # as many make a choice a shared one


def share_enums(
    service: str, paths: JsonSchema, definitions: Mapping[str, JsonSchema]
) -> tuple[JsonSchema, dict[str, JsonSchema]]:
    """Move enums that stand under one property name in several schemas into a schema of their own.

    Its name is that of the service and the property: ImageFormat. Where one name has several sets of values,
    the most frequent one is shared.
    """
    found: dict[str, Counter[Values]] = defaultdict(Counter)
    for node in (paths, definitions):
        for name, values in _enums(node):
            found[name][values] += 1
    shared: dict[tuple[str, Values], str] = {}
    for name, counted in found.items():
        values, places = min(counted.items(), key=lambda item: (-item[1], item[0]))
        schema_name = _schema_name(service, name)
        if places >= _PLACES and schema_name not in definitions:
            shared[name, values] = schema_name

    def replace(name: str, schema: JsonSchema) -> JsonSchema:
        values = _values(schema)
        schema_name = shared.get((name, values)) if values is not None else None
        if schema_name is None:
            return schema
        rest = {key: value for key, value in schema.items() if key not in ("enum", "type")}
        return {"$ref": REFERENCE + schema_name} | rest

    named = {
        schema_name: {
            "type": "string",
            "description": f"Values of `{name}`.",
            "enum": list(values),
        }
        for (name, values), schema_name in shared.items()
    }
    moved = {name: _mapped(definition, replace) for name, definition in definitions.items()}
    return _mapped(paths, replace), dict(sorted({**moved, **named}.items()))


def _enums(node: Any) -> Iterator[tuple[str, Values]]:
    """Yield every property that is a choice of texts, with its values."""
    if isinstance(node, Mapping):
        for name, schema in _properties(node):
            yield from ((name, values) for part in _parts(schema) if (values := _values(part)) is not None)
        inside: Iterable[Any] = (value for key, value in node.items() if key not in _LEFT_ALONE)
    else:
        inside = node if isinstance(node, list) else ()
    for value in inside:
        yield from _enums(value)


def _properties(node: Mapping[str, Any]) -> Iterator[tuple[str, JsonSchema]]:
    properties = node.get("properties")
    if isinstance(properties, Mapping):
        yield from ((name, one) for name, one in properties.items() if isinstance(one, dict))


def _parts(schema: JsonSchema) -> Iterator[JsonSchema]:
    """Yield a property's schema, its alternatives and the items of its list."""
    yield schema
    yield from (choice for choice in schema.get("anyOf", ()) if isinstance(choice, dict))
    if isinstance(schema.get("items"), dict):
        yield schema["items"]


def _values(schema: Mapping[str, Any]) -> Values | None:
    values = schema.get("enum")
    if schema.get("type") != "string" or not isinstance(values, list) or len(values) < _PLACES:
        return None
    return tuple(values)


def _mapped(node: Any, replace: Callable[[str, JsonSchema], JsonSchema]) -> Any:
    """Return *node* with *replace* applied to every part of every property."""
    if isinstance(node, list):
        return [_mapped(item, replace) for item in node]
    if not isinstance(node, Mapping):
        return node
    mapped = {key: value if key in _LEFT_ALONE else _mapped(value, replace) for key, value in node.items()}
    for name, schema in list(_properties(mapped)):
        mapped["properties"] = mapped["properties"] | {name: _replaced(name, schema, replace)}
    return mapped


def _replaced(name: str, schema: JsonSchema, replace: Callable[[str, JsonSchema], JsonSchema]) -> JsonSchema:
    changed = replace(name, schema)
    if isinstance(changed.get("anyOf"), list):
        changed = changed | {"anyOf": [replace(name, one) for one in changed["anyOf"]]}
    if isinstance(changed.get("items"), dict):
        changed = changed | {"items": replace(name, changed["items"])}
    return changed


def _schema_name(service: str, name: str) -> str:
    return "".join(part.capitalize() for part in f"{service}_{name}".replace("-", "_").split("_"))
