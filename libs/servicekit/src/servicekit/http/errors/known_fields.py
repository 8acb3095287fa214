"""Which fields there are at a place of a request, by the JSON Schema of its model."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

Schema = Mapping[str, Any]


def fields_at(model: type[BaseModel], place: Sequence[int | str], given: Any) -> list[str]:
    """Return the fields of the object at *place*; none where its type cannot be told.

    Where several types of object may stand there, the fields *given* decide: those with a constant, such as
    'kind', and else the type that has most of them.
    """
    root = _schema_of(model)
    found: list[Schema] = [root]
    for part in place:
        found = [below for one in _alternatives(found, root) for below in _below(one, part)]
        given = _child(given, part)
    names = given if isinstance(given, Mapping) else {}
    objects = [one["properties"] for one in _alternatives(found, root) if one.get("properties")]
    objects = [
        one for one in objects if all(_may_hold(one[name], names[name]) for name in names if name in one)
    ]
    objects.sort(key=lambda fields: -len(fields.keys() & names))
    if not objects or (len(objects) > 1 and not objects[0].keys() & names):
        return []
    return list(objects[0])


@lru_cache(maxsize=256)
def _schema_of(model: type[BaseModel]) -> Schema:
    return model.model_json_schema()


def _alternatives(schemas: list[Schema], root: Schema) -> Iterator[Schema]:
    """Yield the schemas behind references and unions."""
    for schema in schemas:
        if reference := schema.get("$ref"):
            yield from _alternatives([root["$defs"][reference.rpartition("/")[2]]], root)
        for union in ("anyOf", "oneOf", "allOf"):
            yield from _alternatives(schema.get(union, []), root)
        yield schema


def _below(schema: Schema, part: int | str) -> Iterator[Schema]:
    inner = schema.get("items") if isinstance(part, int) else schema.get("properties", {}).get(part)
    if inner is None and isinstance(part, str):
        inner = schema.get("additionalProperties")
    if isinstance(inner, Mapping):
        yield inner


def _child(value: Any, part: int | str) -> Any:
    if isinstance(value, Mapping):
        return value.get(part)
    return value[part] if isinstance(value, list) and isinstance(part, int) and part < len(value) else None


def _may_hold(schema: Schema, value: Any) -> bool:
    return "const" not in schema or schema["const"] == value
