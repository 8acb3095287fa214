"""Infer JSON Schemas from samples."""

from collections.abc import Sequence
from typing import Any

from genson import SchemaBuilder


def schema_of_samples(samples: Sequence[Any]) -> Any:
    """Return a schema under which all samples are valid."""
    builder = SchemaBuilder("https://json-schema.org/draft/2020-12/schema")
    for one in samples:
        builder.add_object(one)
    return builder.to_schema()


def closed(schema: Any) -> Any:
    """Return the schema with `additionalProperties: false` in every object that names its properties."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(one) for key, one in schema.items()}
    if isinstance(found.get("properties"), dict) and found.get("type") == "object":
        found["additionalProperties"] = False
    return found
