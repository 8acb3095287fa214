"""What a successful answer may be: a model, a file in the form asked for, several, or a stream of events."""

from typing import Any, get_args

from pydantic import BaseModel

from servicekit.http.endpoint import Endpoint
from servicekit.openapi.headers import CACHE, DISPOSITION, REPORT, REQUEST_ID
from servicekit.openapi.requests import BINARY
from servicekit.openapi.schemas import JsonSchema, Schemas
from servicekit.results import FileResult, FilesResult, with_report

ANSWER = "answer"
ANY_TYPE = "*/*"


def answer_type(endpoint: Endpoint) -> Any:
    """Return the type of an operation's JSON answer, for a stream of its events, or None."""
    if endpoint.result == "none":
        return None
    if endpoint.result == "model":
        return endpoint.result_type
    inner: Any = next(iter(get_args(endpoint.result_type)), None)
    if endpoint.result == "events":
        return inner
    result = FileResult if endpoint.result == "file" else FilesResult
    return with_report(result, inner) if _is_model(inner) else result


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)


def success(endpoint: Endpoint, schemas: Schemas) -> tuple[str, JsonSchema]:
    """Return the status and the description of a successful answer."""
    headers = {"X-Request-ID": REQUEST_ID} | ({"X-Cache": CACHE} if endpoint.operation.cache else {})
    if endpoint.result == "none":
        return "204", {"description": "Done.", "headers": headers}
    schema = schemas[f"{endpoint.operation_id} {ANSWER}"]
    if endpoint.result == "model":
        return str(endpoint.operation.status), {
            "description": "The result.",
            "headers": headers,
            "content": {"application/json": {"schema": schema}},
        }
    if endpoint.result == "events":
        return "200", {"description": "The events, as they happen.", "headers": headers} | _events(schema)
    return "200", _file(endpoint, schema, headers)


def _events(schema: JsonSchema) -> JsonSchema:
    described: JsonSchema = {
        "type": "string",
        "description": "Server-sent events. The data of each is a JSON document; an `error` event carries an "
        "ErrorEnvelope and ends the stream.",
    }
    return {"content": {"text/event-stream": {"schema": described, "x-event-schema": schema}}}


def _file(endpoint: Endpoint, schema: JsonSchema, headers: JsonSchema) -> JsonSchema:
    many = endpoint.result == "files"
    headers = headers | {"Content-Disposition": DISPOSITION}
    if any(_is_model(hint) for hint in get_args(endpoint.result_type)):
        headers["X-Report"] = REPORT
    binary = ["application/zip"] if many else ["application/octet-stream", ANY_TYPE]
    described = "a zip of the files" if many else "the file, under its own media type"
    return {
        "description": f"The result: {described}, or JSON with output=base64 and output=file.",
        "headers": headers,
        "content": {
            "application/json": {"schema": schema},
            **{media_type: {"schema": BINARY} for media_type in binary},
        },
    }
