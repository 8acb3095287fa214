"""The caller's schema as a tree of wishes: which fields there are, and what a value of each may be.

Read are types (with null), properties, required, items, enum, const, and a `$ref` into the schema itself;
`anyOf` and `oneOf` with null alone. What else limits a value stays with the leaf that it is said of.
"""

from dataclasses import dataclass
from typing import Any, Literal

import jsonschema_rs
import orjson

from flowforge_llm.core.errors import SchemaInvalid
from servicekit import InvalidInput

MAX_BYTES, MAX_DEPTH, MAX_LEAVES, MAX_ITEMS = 64_000, 8, 60, 30
_REFUSED = ("allOf", "not", "if", "patternProperties", "prefixItems", "dependentSchemas", "$dynamicRef")
Json = dict[str, Any]
LeafKind = Literal["string", "number", "integer", "boolean", "choice"]


class SchemaTooLarge(InvalidInput):
    code = "SCHEMA_TOO_LARGE"
    message = "'schema' has {what}; at most {limit} are allowed."


class SchemaNotExtractable(InvalidInput):
    code = "SCHEMA_NOT_EXTRACTABLE"
    message = "'schema' is not supported at {place}: {reason}."


@dataclass(frozen=True, slots=True)
class Leaf:
    kind: LeafKind
    schema: Json


@dataclass(frozen=True, slots=True)
class ObjectNode:
    fields: dict[str, "SchemaNode"]
    required: frozenset[str]
    description: str | None


@dataclass(frozen=True, slots=True)
class ListNode:
    item: "SchemaNode"
    most: int
    description: str | None


SchemaNode = Leaf | ObjectNode | ListNode


class WishReader:
    """Reads one schema."""

    def __init__(self, schema: Json) -> None:
        self._root = schema
        self._leaves = 0

    def read(self) -> ObjectNode:
        """Return the tree. Raises SchemaInvalid, SchemaTooLarge or SchemaNotExtractable."""
        size = len(orjson.dumps(self._root))
        if size > MAX_BYTES:
            raise SchemaTooLarge(what=f"{size} bytes", limit=MAX_BYTES)
        wish = self._wish(self._root, "#", ())
        if not isinstance(wish, ObjectNode):
            raise SchemaNotExtractable(place="#", reason="an object with properties is needed here")
        return wish

    def _wish(self, schema: Any, place: str, above: tuple[str, ...]) -> SchemaNode:
        if len(place.split("/")) > MAX_DEPTH * 2:
            raise SchemaTooLarge(what="more nested levels", limit=MAX_DEPTH)
        if not isinstance(schema, dict):
            raise SchemaNotExtractable(place=place, reason="say what type the value has")
        if "$ref" in schema:
            return self._referred(schema, place, above)
        schema = _without_null(schema, place)
        for word in _REFUSED:
            if word in schema:
                raise SchemaNotExtractable(place=place, reason=f"'{word}' is not taken here")
        kind = schema.get("type")
        if kind == "object" or "properties" in schema:
            return self._group(schema, place, above)
        if kind == "array" or "items" in schema:
            item = self._wish(schema.get("items"), f"{place}/items", above)
            most = min(schema.get("maxItems", MAX_ITEMS), MAX_ITEMS)
            return ListNode(item, most, schema.get("description"))
        return self._leaf(schema, place)

    def _referred(self, schema: Json, place: str, above: tuple[str, ...]) -> SchemaNode:
        reference = schema["$ref"]
        if reference == "#" or reference in above:
            raise SchemaNotExtractable(place=place, reason=f"'{reference}' contains itself")
        target: Any = self._root
        for part in str(reference).removeprefix("#").strip("/").split("/"):
            name = part.replace("~1", "/").replace("~0", "~")
            target = target.get(name) if isinstance(target, dict) and reference.startswith("#/") else None
        if not isinstance(target, dict):
            raise SchemaNotExtractable(place=place, reason=f"'{reference}' is not in this schema")
        beside = {name: value for name, value in schema.items() if name != "$ref"}
        return self._wish({**target, **beside}, place, (*above, reference))

    def _group(self, schema: Json, place: str, above: tuple[str, ...]) -> ObjectNode:
        properties = schema.get("properties")
        if not properties:
            raise SchemaNotExtractable(place=place, reason="name the fields of the object in 'properties'")
        fields = {
            name: self._wish(value, f"{place}/properties/{name}", above) for name, value in properties.items()
        }
        return ObjectNode(fields, frozenset(schema.get("required", ())), schema.get("description"))

    def _leaf(self, schema: Json, place: str) -> Leaf:
        self._leaves += 1
        if self._leaves > MAX_LEAVES:
            raise SchemaTooLarge(what="more fields", limit=MAX_LEAVES)
        if "const" in schema:
            schema = {**schema, "enum": [schema["const"]]}
        if "enum" in schema:
            choices = [one for one in schema["enum"] if one is not None]
            if not choices or any(isinstance(one, dict | list) for one in choices):
                raise SchemaNotExtractable(place=place, reason="choose among texts, numbers, true and false")
            return Leaf("choice", {**schema, "enum": choices})
        kind = schema.get("type")
        if kind not in ("string", "number", "integer", "boolean"):
            raise SchemaNotExtractable(place=place, reason="say what type the value has: one, null beside it")
        return Leaf(kind, schema)


def _without_null(schema: Json, place: str) -> Json:
    """Return the schema of a value that is there: every field may be null anyway."""
    for word in ("anyOf", "oneOf"):
        if word in schema:
            others = [one for one in schema[word] if one != {"type": "null"}]
            if len(others) != 1 or not isinstance(others[0], dict):
                raise SchemaNotExtractable(
                    place=place, reason=f"'{word}' is taken with one type and null alone"
                )
            beside = {name: value for name, value in schema.items() if name != word}
            return {**beside, **others[0]}
    kinds = schema.get("type")
    if isinstance(kinds, list):
        others = [one for one in kinds if one != "null"]
        return {**schema, "type": others[0] if len(others) == 1 else others}
    return schema


def read_wishes(schema: Json) -> ObjectNode:
    """Return what *schema* asks for. Raises SchemaInvalid, SchemaTooLarge or SchemaNotExtractable."""
    try:
        jsonschema_rs.validator_for(schema)
    except jsonschema_rs.ValidationError as error:
        place = "/".join(map(str, error.instance_path))
        raise SchemaInvalid(field="schema", reason=f"{place or 'it'}: {error.message}") from error
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        raise SchemaInvalid(field="schema", reason=str(error)) from error
    return WishReader(schema).read()
