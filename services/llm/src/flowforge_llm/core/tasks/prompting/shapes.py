"""JSON Schemas of answers, short to write."""

from collections.abc import Sequence
from typing import Any

Schema = dict[str, Any]


def record(**fields: Schema) -> Schema:
    """Return the schema of an object with just these fields, all of them required."""
    shape = {"type": "object", "properties": fields, "required": list(fields)}
    return {**shape, "additionalProperties": False}


def words(most: int | None = None) -> Schema:
    """Return the schema of a text that is not empty, of *most* characters if that is said."""
    return {"type": "string", "minLength": 1} | ({"maxLength": most} if most is not None else {})


def listed(item: Schema, most: int, least: int = 0) -> Schema:
    return {"type": "array", "items": item, "minItems": least, "maxItems": most}


def one_of(choices: Sequence[str]) -> Schema:
    return {"type": "string", "enum": list(choices)}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
