"""Finish inferred schemas."""

from typing import Any


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
