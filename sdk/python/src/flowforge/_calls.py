"""From the arguments of a method to an HTTP request."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

from flowforge._files import Upload, referred, upload_of

Output = Literal["binary", "file", "base64"]


@dataclass(frozen=True, slots=True)
class Operation:
    """What a client knows of an operation."""

    id: str
    verb: str
    path: str
    kept: bool
    form: bool
    files: tuple[str, ...]
    places: Mapping[str, str]  # the fields that are no part of the body: path, query or header
    streams_by_field: bool
    has_body: bool


@dataclass(frozen=True, slots=True)
class Call:
    """One request, which can be sent again."""

    verb: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, Any] | None = None
    uploads: list[tuple[str, Upload]] = field(default_factory=list)


def call_of(
    operation: Operation, given: Mapping[str, Any], output: Output = "binary", *, stream: bool = False
) -> Call:
    """Return the request of *operation* with what is *given*; None is what was left out."""
    values = {name: value for name, value in given.items() if value is not None}
    path = operation.path
    query: dict[str, str] = {} if output == "binary" else {"output": output}
    headers = {"accept": "text/event-stream"} if stream else {}
    for name, place in operation.places.items():
        if name not in values:
            continue
        value = values.pop(name)
        if place == "path":
            path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
        elif place == "query":
            query[name] = _text(value)
        else:
            headers[name] = _text(value)
    if stream and operation.streams_by_field:
        values["stream"] = True
    return _with_body(operation, Call(operation.verb, path, query, headers), values)


def _with_body(operation: Operation, call: Call, values: dict[str, Any]) -> Call:
    if not operation.has_body:
        return call
    uploads = _uploads(operation, values)
    if not uploads:
        return Call(call.verb, call.path, call.query, call.headers, json=referred(values))
    sent = {name for name, _ in uploads}
    form = {name: _form_value(value) for name, value in values.items() if name not in sent}
    return Call(call.verb, call.path, call.query, call.headers, form=form, uploads=uploads)


def _uploads(operation: Operation, values: Mapping[str, Any]) -> list[tuple[str, Upload]]:
    """Return the files of a form; none if a file is only referred to, which a form cannot mix in order."""
    if not operation.form:
        return []
    found: list[tuple[str, Upload]] = []
    for name in operation.files:
        value = values.get(name, ())
        for one in value if isinstance(value, list | tuple) else (value,):
            upload = upload_of(one)
            if upload is None:
                return []
            found.append((name, upload))
    return found


def _form_value(value: Any) -> str | list[str]:
    if isinstance(value, list | tuple) and all(isinstance(one, str | int | float) for one in value):
        return json.dumps(list(value))
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(referred(value))
