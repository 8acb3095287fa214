"""The headers of answers, described once and referred to."""

from servicekit.openapi.schemas import JsonSchema

COMPONENTS: JsonSchema = {
    "Allow": {"description": "The methods allowed here.", "schema": {"type": "string"}},
    "Cache": {
        "description": "Whether the result was kept from an earlier request.",
        "schema": {"type": "string", "enum": ["hit", "miss"]},
    },
    "Disposition": {"description": "The name of the file.", "schema": {"type": "string"}},
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


def _header(name: str) -> JsonSchema:
    return {"$ref": f"#/components/headers/{name}"}


ALLOW = _header("Allow")
CACHE = _header("Cache")
DISPOSITION = _header("Disposition")
REPORT = _header("Report")
REQUEST_ID = _header("RequestId")
RETRY_AFTER = _header("RetryAfter")
