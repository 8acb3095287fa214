"""JSON Schemas of every model that a service takes or gives, in one namespace."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from servicekit.openapi.normalizing import normalize

JsonSchema = dict[str, Any]
Direction = Literal["request", "answer"]
REFERENCE = "#/components/schemas/"
_MODES: dict[Direction, JsonSchemaMode] = {"request": "validation", "answer": "serialization"}


class SchemaNameClash(ValueError):
    """Two schemas would have one name, or one model two: generated clients could not tell them apart."""


class _Terse(GenerateJsonSchema):
    """Leaves out titles that only repeat a field's name, and the default null of what one may leave out."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the overridden signature
        return False

    def default_schema(self, schema: Any) -> JsonSchema:
        described = super().default_schema(schema)
        if described.get("default", ...) is None:
            del described["default"]
        return described


class Schemas:
    """The schemas of *types*: each of a key, the direction in which it travels, and the type itself."""

    def __init__(self, types: Iterable[tuple[str, Direction, Any]]) -> None:
        inputs = [(key, _MODES[direction], _adapter(hint)) for key, direction, hint in types]
        made, rest = TypeAdapter.json_schemas(
            inputs, ref_template=REFERENCE + "{model}", schema_generator=_Terse
        )
        self.definitions: dict[str, JsonSchema] = rest.get("$defs", {})
        self._made = {key: schema for (key, _), schema in made.items()}
        clashes = sorted(name for name in self.definitions if _is_disambiguated(name))
        if clashes:
            raise SchemaNameClash(f"rename one model of each, or make its two directions alike: {clashes}")
        for definition in self.definitions.values():
            definition.pop("title", None)
            _describe_constants(definition)
        normalize([self.definitions, self._made])

    def __getitem__(self, key: str) -> JsonSchema:
        return self._made[key]

    def resolve(self, schema: JsonSchema) -> JsonSchema:
        """Follow a reference, if *schema* is one."""
        while "$ref" in schema:
            schema = self.definitions[schema["$ref"].removeprefix(REFERENCE)]
        return schema

    def reachable(self, document: Any) -> dict[str, JsonSchema]:
        """Return by name the definitions that *document* refers to, directly or through others."""
        return reachable(document, self.definitions)


def reachable(document: Any, definitions: Mapping[str, JsonSchema]) -> dict[str, JsonSchema]:
    """Return those *definitions*, by name, that *document* refers to, directly or through others."""
    found: set[str] = set()
    waiting = list(references(document))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += references(definitions[name])
    return {name: definitions[name] for name in sorted(found)}


def references(node: Any, prefix: str = REFERENCE) -> Iterator[str]:
    """Yield the name of every component, by default schema, that *node* refers to."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str) and value.startswith(prefix):
                yield value.removeprefix(prefix)
            else:
                yield from references(value, prefix)
    elif isinstance(node, list):
        for item in node:
            yield from references(item, prefix)


def without_null(schema: JsonSchema) -> JsonSchema:
    """Return *schema* for a place that cannot say null, such as a query, where one leaves it out."""
    schema = dict(schema)
    choices: list[JsonSchema] = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        return choices[0] | schema
    return schema | {"anyOf": choices} if choices else schema


def _describe_constants(definition: JsonSchema) -> None:
    """Describe fields that have one value only, such as those that name a variant."""
    for field in definition.get("properties", {}).values():
        if "const" in field:
            field.setdefault("description", f"Always `{field['const']}`.")


def _adapter(hint: Any) -> TypeAdapter[Any]:
    return hint if isinstance(hint, TypeAdapter) else TypeAdapter(hint)


def _is_disambiguated(name: str) -> bool:
    """Return whether pydantic added the module or direction to *name* to keep two schemas apart."""
    package, separator, _ = name.partition("__")
    return bool(separator and package in sys.modules) or name.endswith(("-Input", "-Output"))
