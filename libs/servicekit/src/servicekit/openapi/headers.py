"""The headers of answers, described once and referred to."""

from typing import Any

from servicekit.openapi.schemas import JsonSchema, references

_REFERENCE = "#/components/headers/"
COMPONENTS: JsonSchema = {
    "Allow": {"description": "The methods allowed here.", "schema": {"type": "string"}},
    "Cache": {
        "description": "Whether the result was kept from an earlier request.",
        "schema": {"type": "string", "enum": ["hit", "miss"]},
    },
    "Challenge": {"description": "How to authenticate (RFC 9110).", "schema": {"type": "string"}},
    "ContentRange": {"description": "Which bytes of how many these are.", "schema": {"type": "string"}},
    "Disposition": {"description": "The name of the file.", "schema": {"type": "string"}},
    "ETag": {"description": "Names the content: it changes when that does.", "schema": {"type": "string"}},
    "Report": {
        "description": "The report that the JSON forms carry, as JSON; left out over 4 KB.",
        "schema": {"type": "string"},
    },
    "RequestId": {
        "description": "Names this request in the operators' logs.",
        "schema": {"type": "string"},
    },
    "RetryAfter": {
        "description": "Seconds to wait before the next try.",
        "schema": {"type": "integer", "minimum": 0},
    },
}


def used_headers(document: Any) -> JsonSchema:
    """Return the components, by name, that *document* refers to."""
    return {name: COMPONENTS[name] for name in sorted(set(references(document, _REFERENCE)))}


def header_schema(schema: JsonSchema) -> JsonSchema:
    """Return the schema of a header's text: one that may be missing is not null, but left out."""
    alternatives = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    return {
        key: value
        for key, value in alternatives[0].items()
        if key not in ("title", "description", "default", "examples")
    }


def _header(name: str) -> JsonSchema:
    return {"$ref": f"{_REFERENCE}{name}"}


ALLOW = _header("Allow")
CACHE = _header("Cache")
CHALLENGE = _header("Challenge")
CONTENT_RANGE = _header("ContentRange")
DISPOSITION = _header("Disposition")
ETAG = _header("ETag")
REPORT = _header("Report")
REQUEST_ID = _header("RequestId")
RETRY_AFTER = _header("RetryAfter")
