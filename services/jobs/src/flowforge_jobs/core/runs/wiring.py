"""Check the wiring of a pipeline against the schemas of its operations, before it starts."""

from collections.abc import Mapping
from typing import Any

from flowforge_jobs.core.catalog import Known
from flowforge_jobs.core.runs.graph import Reference

_JSON = "application/json"


def request_schema(known: Known) -> dict[str, Any]:
    content = known.declaration.get("requestBody", {}).get("content", {})
    found: dict[str, Any] = content.get(_JSON, {}).get("schema", {})
    return _followed(found, known.document)


def unknown_fields(known: Known, request: Mapping[str, Any]) -> list[str]:
    """Return the fields of *request* that the operation does not have."""
    schema = request_schema(known)
    properties = schema.get("properties")
    return [name for name in request if properties is not None and name not in properties]


def missing_fields(known: Known, request: Mapping[str, Any]) -> list[str]:
    """Return the fields that the operation requires and *request* lacks."""
    return [name for name in request_schema(known).get("required", ()) if name not in request]


def gives(known: Known, reference: Reference) -> bool:
    """Return whether the result of an operation can have what *reference* names."""
    responses = known.declaration.get("responses", {})
    success: dict[str, Any] = next((one for status, one in responses.items() if status.startswith("2")), {})
    schema = success.get("content", {}).get(_JSON, {}).get("schema", {})
    return _has(schema, reference.path, known.document)


def _has(schema: dict[str, Any], path: tuple[str, ...], document: Mapping[str, Any]) -> bool:
    schema = _followed(schema, document)
    if not path or not schema:
        return True
    alternatives = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
    if alternatives:
        return any(_has(one, path, document) for one in alternatives)
    if schema.get("type") == "array":
        return path[0].isdigit() and _has(schema.get("items", {}), path[1:], document)
    properties = schema.get("properties", {})
    if path[0] in properties:
        return _has(properties[path[0]], path[1:], document)
    others = schema.get("additionalProperties", not properties and schema.get("type") in (None, "object"))
    return _has(others, path[1:], document) if isinstance(others, dict) else bool(others)


def _followed(schema: dict[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema
