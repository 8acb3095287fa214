"""The 3.0.3 twin of a document, for client generators: one request type and one result per operation.

Most generators break on two request types under one operationId, and on a success that is binary or JSON.
"""

from typing import Any

from servicekit.openapi.downgrade import downgrade
from servicekit.openapi.headers import used_headers
from servicekit.openapi.job_answers import JOB_ACCEPTED
from servicekit.openapi.nullable import add_types
from servicekit.openapi.requests import BINARY, OUTPUT, RAW_ONLY
from servicekit.openapi.schemas import JsonSchema, reachable
from servicekit.operations.forms import reference_fields

VERSION = "3.0.3"
_REQUESTS = ("multipart/form-data", "application/json")
_EVENTS = "text/event-stream"
_BINARY_ANSWERS = ("application/octet-stream", "application/zip")
# Said outright, because openapi-generator joins a list of texts with commas otherwise.
_REPEATED: JsonSchema = {"style": "form", "explode": True}
_SHARED = ("parameters", "responses")
_METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}


def generator_profile(document: JsonSchema) -> JsonSchema:
    """Return *document*, a 3.1 one of this kit, as 3.0.3: files go in as multipart and come out as bytes."""
    definitions = document["components"]["schemas"]
    paths = {
        path: {
            method: _operation(described) if method in _METHODS else described
            for method, described in methods.items()
        }
        for path, methods in document["paths"].items()
    }
    lowered = {
        path: {method: _lower(described) for method, described in methods.items()}
        for path, methods in paths.items()
    }
    shared = {
        kind: _lower(document["components"][kind]) for kind in _SHARED if kind in document["components"]
    }
    schemas = {name: downgrade(schema) for name, schema in definitions.items()}
    used = reachable([lowered, shared], schemas)
    headers = used_headers([lowered, shared])
    components = document["components"] | shared | {"schemas": used, "headers": headers}
    add_types([lowered, components], schemas)
    return document | {"openapi": VERSION, "paths": lowered, "components": components}


def _operation(described: JsonSchema) -> JsonSchema:
    slim = dict(described)
    if "requestBody" in slim:
        slim["requestBody"] = _one_request(slim["requestBody"])
    success = min(status for status in described["responses"] if status.startswith("2"))
    slim["responses"] = {
        status: _one_answer(answer) if status == success else _plain_failure(answer)
        for status, answer in described["responses"].items()
        if status == success or answer == JOB_ACCEPTED or not status.startswith("2")
    }
    has_files = any(
        media_type in answer.get("content", {})
        for answer in slim["responses"].values()
        for media_type in _BINARY_ANSWERS
    )
    kept = [
        parameter
        for parameter in described.get("parameters", ())
        if RAW_ONLY not in parameter and not (has_files and parameter.get("name") == OUTPUT)
    ]
    if kept:
        slim["parameters"] = kept
    else:
        slim.pop("parameters", None)
    return slim


def _one_request(body: JsonSchema) -> JsonSchema:
    media_type = next((kind for kind in _REQUESTS if kind in body["content"]), next(iter(body["content"])))
    media = body["content"][media_type]
    return body | {"content": {media_type: _form(media) if media_type == "multipart/form-data" else media}}


def _form(media: JsonSchema) -> JsonSchema:
    encoding = media.get("encoding", {})
    properties = media["schema"]["properties"]
    parts = {name: _plain_part(part, encoding.get(name)) for name, part in properties.items()}
    schema = media["schema"] | {"properties": parts | _reference_parts(parts)}
    required = [name for name in schema.get("required", ()) if not _is_file(parts[name])]
    schema.pop("required", None)
    form = {"schema": schema | ({"required": required} if required else {})}
    lists = {name: _REPEATED for name, part in schema["properties"].items() if part.get("type") == "array"}
    return form | ({"encoding": lists} if lists else {})


def _reference_parts(parts: JsonSchema) -> JsonSchema:
    """Return the fields that take a file id or a URL in place of an upload."""
    found: JsonSchema = {}
    for name, part in parts.items():
        if not _is_file(part):
            continue
        for field, source in reference_fields(name, many=part["type"] == "array").items():
            if field in parts:
                continue
            text: JsonSchema = {"type": "string"}
            what = "Id of a stored file" if source == "file_id" else "URL of a file to download"
            found[field] = (text if part["type"] == "string" else {"type": "array", "items": text}) | {
                "description": f"{what}, in place of an upload in `{name}`."
            }
    return found


def _is_file(part: JsonSchema) -> bool:
    return part.get("format") == "binary" or part.get("items", {}).get("format") == "binary"


def _plain_part(part: JsonSchema, encoding: JsonSchema | None) -> JsonSchema:
    """Make a JSON part a string: some generators would send it as a file."""
    is_json = part.get("contentMediaType") == "application/json" or (
        encoding is not None and encoding["contentType"] == "application/json"
    )
    if not is_json:
        return part
    said = part.get("description", "")
    return {"type": "string", "description": f"{said} As JSON text.".strip()}


def _plain_failure(answer: JsonSchema) -> JsonSchema:
    """Describe a failure by its envelope alone: with codes, clients get a class for each status."""
    media = answer.get("content", {}).get("application/json")
    if media is None or "allOf" not in media["schema"]:
        return answer
    return answer | {"content": {"application/json": media | {"schema": media["schema"]["allOf"][0]}}}


def _one_answer(answer: JsonSchema) -> JsonSchema:
    content = answer.get("content")
    if not content:
        return answer
    if any(kind in content for kind in _BINARY_ANSWERS):
        return answer | {"content": {"application/octet-stream": {"schema": BINARY}}}
    if "application/json" in content:
        return answer | {"content": {"application/json": content["application/json"]}}
    if _EVENTS in content:
        return answer | {"content": {_EVENTS: {"schema": {"type": "string"}}}}
    return answer


def _lower(node: Any, key: str = "") -> Any:
    """Downgrade every schema of an operation."""
    if key == "schema":
        return downgrade(node)
    if key in ("example", "examples"):
        return node
    if isinstance(node, dict):
        return {name: _lower(value, name) for name, value in node.items()}
    if isinstance(node, list):
        return [_lower(item) for item in node]
    return node
