"""What a successful answer may be: a model, a file in the form asked for, several, or a stream of events."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.openapi.headers import (
    CACHE,
    CONTENT_RANGE,
    DISPOSITION,
    ETAG,
    REPORT,
    REQUEST_ID,
    header_schema,
)
from servicekit.openapi.requests import BINARY
from servicekit.openapi.schemas import JsonSchema, Schemas
from servicekit.operations.outputs import EventStream
from servicekit.operations.results import FileResult, FilesResult, Progress, with_report

ANSWER = "answer"
EVENT = "event"
ANY_TYPE = "*/*"
_EVENT_NAME: JsonSchema = {"type": "string", "description": "The kind of the event; `error` is the last."}
_CHOICE = "The result: a document, or a stream of events where the request asks for one."
_PROGRESS = (
    "The result. With `Accept: text/event-stream` a stream of events: `progress` after each step, then "
    "`result`, which is the document."
)
_BYTES: JsonSchema = {kind: {"schema": BINARY} for kind in ("application/octet-stream", ANY_TYPE)}


def answer_type(endpoint: Endpoint) -> Any:
    """Return the type of an operation's JSON answer, for a stream of its events, or None."""
    if endpoint.result in ("none", "content", "reply"):
        return None
    if endpoint.result == "model_or_events":
        return _alternatives(endpoint.result_type)[0]
    if endpoint.result == "model":
        return endpoint.result_type
    inner: Any = next(iter(get_args(endpoint.result_type)), None)
    if endpoint.result == "events":
        return inner
    result = FileResult if endpoint.result == "file" else FilesResult
    return with_report(result, inner) if _is_model(inner) else result


def event_type(endpoint: Endpoint) -> Any:
    """Return the type of the events of an answer that may be a stream instead of a document, or None."""
    if endpoint.operation.progress:
        return Progress | endpoint.result_type
    return _alternatives(endpoint.result_type)[1] if endpoint.result == "model_or_events" else None


def _alternatives(returned: Any) -> tuple[Any, Any]:
    """Split `Model | EventStream[Chunk]` into the two models."""
    (stream,) = (one for one in get_args(returned) if get_origin(one) is EventStream)
    (model,) = (one for one in get_args(returned) if one is not stream)
    return model, get_args(stream)[0]


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)


def success(endpoint: Endpoint, schemas: Schemas) -> tuple[str, JsonSchema]:
    """Return the status and the description of a successful answer."""
    headers = {"X-Request-ID": REQUEST_ID} | ({"X-Cache": CACHE} if endpoint.operation.cache else {})
    if endpoint.result in ("none", "reply"):
        described = headers | _reply_headers(endpoint)
        return str(endpoint.success_status), {"description": "Done.", "headers": described}
    if endpoint.result == "content":
        return "200", _content(headers)
    schema = schemas[f"{endpoint.operation_id} {ANSWER}"]
    if endpoint.result == "model":
        return str(endpoint.success_status), _document(endpoint, schemas, headers)
    if endpoint.result == "model_or_events":
        return "200", _either(schema, schemas[f"{endpoint.operation_id} {EVENT}"], headers)
    if endpoint.result == "events":
        return "200", _all_events(schema, headers)
    return "200", _file(endpoint, schema, headers)


def further_successes(endpoint: Endpoint) -> Iterator[tuple[str, JsonSchema]]:
    """Yield what else a success may be: a part of content, or the news that it has not changed."""
    if endpoint.result == "content":
        part = {"X-Request-ID": REQUEST_ID, "Content-Range": CONTENT_RANGE, "ETag": ETAG}
        yield "206", {"description": "The range that was asked for.", "headers": part, "content": _BYTES}
        known = {"X-Request-ID": REQUEST_ID, "ETag": ETAG}
        yield "304", {"description": "It has not changed.", "headers": known}


def _document(endpoint: Endpoint, schemas: Schemas, headers: JsonSchema) -> JsonSchema:
    schema = schemas[f"{endpoint.operation_id} {ANSWER}"]
    if endpoint.operation.progress:
        return _either(schema, schemas[f"{endpoint.operation_id} {EVENT}"], headers, _PROGRESS)
    content = {"application/json": {"schema": schema}}
    return {"description": "The result.", "headers": headers, "content": content}


def _content(headers: JsonSchema) -> JsonSchema:
    described = headers | {"Content-Disposition": DISPOSITION, "ETag": ETAG}
    return {"description": "The content, under its own media type.", "headers": described, "content": _BYTES}


def _reply_headers(endpoint: Endpoint) -> JsonSchema:
    model = next(iter(get_args(endpoint.result_type)), None)
    if model is None:
        return {}
    properties = model.model_json_schema(by_alias=True)["properties"]
    return {
        name: {"description": schema.get("description", ""), "schema": header_schema(schema)}
        for name, schema in properties.items()
    }


def _events(schema: JsonSchema) -> JsonSchema:
    """Describe one event: its name, and its data as a text that holds JSON of *schema*."""
    data: JsonSchema = {
        "type": "string",
        "description": "The event as JSON text.",
        "contentMediaType": "application/json",
        "contentSchema": schema,
    }
    described: JsonSchema = {
        "type": "object",
        "description": "A server-sent event. One named `error` carries an ErrorEnvelope and is the last.",
        "properties": {"event": _EVENT_NAME, "data": data},
        "required": ["event", "data"],
    }
    return {"content": {"text/event-stream": {"schema": described}}}


def _all_events(schema: JsonSchema, headers: JsonSchema) -> JsonSchema:
    """Describe events as one JSON document, and as a stream for callers that accept one."""
    event: JsonSchema = {
        "type": "object",
        "properties": {"event": _EVENT_NAME, "data": {"description": "The event itself."} | schema},
        "required": ["event", "data"],
    }
    document: JsonSchema = {
        "type": "object",
        "properties": {"events": {"type": "array", "items": event, "description": "All events, in order."}},
        "required": ["events"],
    }
    content = {"application/json": {"schema": document}} | _events(schema)["content"]
    described = "All events as one document, or a stream of them with `Accept: text/event-stream`."
    return {"description": described, "headers": headers, "content": content}


def _either(
    document: JsonSchema, event: JsonSchema, headers: JsonSchema, described: str = _CHOICE
) -> JsonSchema:
    content = {"application/json": {"schema": document}} | _events(event)["content"]
    return {"description": described, "headers": headers, "content": content}


def _file(endpoint: Endpoint, schema: JsonSchema, headers: JsonSchema) -> JsonSchema:
    many = endpoint.result == "files"
    headers = headers | {"Content-Disposition": DISPOSITION}
    if any(_is_model(hint) for hint in get_args(endpoint.result_type)):
        headers["X-Report"] = REPORT
    binary = ["application/zip"] if many else ["application/octet-stream", ANY_TYPE]
    if endpoint.operation.json_file:
        schema = {"anyOf": [schema, {"description": "The file itself, where it is JSON."}]}
    described = "a zip of the files" if many else "the file, under its own media type"
    return {
        "description": f"The result: {described}, or JSON with output=base64 and output=file.",
        "headers": headers,
        "content": {
            "application/json": {"schema": schema},
            **{media_type: {"schema": BINARY} for media_type in binary},
        },
    }
