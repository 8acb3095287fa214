"""From the arguments of a tool to an HTTP request, without a file's bytes in either direction."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flowforge_agents.operations import Entry

MOST_INLINE_CHARACTERS = 20_000


class WrongInput(Exception):
    """The arguments cannot be sent: the message says why, for the model."""


@dataclass(frozen=True, slots=True)
class Request:
    """One call of an operation."""

    operation: str
    method: str
    path: str
    query: Mapping[str, str]
    json: Mapping[str, Any] | None
    as_job: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: JSON, or a note about content that is none."""

    status: int
    body: Any


Call = Callable[[Request], Awaitable[Answer]]


def request_of(entry: Entry, given: Mapping[str, Any]) -> Request:
    """Return the request for *given* input. Raises WrongInput without a path value or with a file inside."""
    _refuse_inline_files(given, "")
    rest = dict(given)
    path, query = str(entry["path"]), {}
    body_fields = _properties(entry)
    for parameter in entry["parameters"]:
        name = parameter["name"]
        if parameter["in"] == "path":
            if name not in rest:
                raise WrongInput(f"'{name}' is required: it is part of the address {entry['path']}.")
            path = path.replace(f"{{{name}}}", quote(str(rest.pop(name)), safe=""))
        elif parameter["in"] == "query" and name in rest and name not in body_fields:
            query[name] = str(rest.pop(name))
    if entry["gives"] == "file" and _takes_output(entry):
        query["output"] = "file"  # kept, and answered as a link
    json = rest if entry["schema"] is not None else None
    return Request(str(entry["id"]), str(entry["method"]), path, query, json)


def _takes_output(entry: Entry) -> bool:
    return any(one["name"] == "output" and one["in"] == "query" for one in entry["parameters"])


def _properties(entry: Entry) -> Mapping[str, Any]:
    schema = entry["schema"] or {}
    if "$ref" in schema:
        schema = entry["schemas"][schema["$ref"].rpartition("/")[2]]
    properties: Mapping[str, Any] = schema.get("properties", {})
    return properties


def _refuse_inline_files(value: Any, path: str) -> None:
    if isinstance(value, Mapping):
        content = value.get("base64")
        if isinstance(content, str) and len(content) > MOST_INLINE_CHARACTERS:
            raise WrongInput(
                f"'{path or 'file'}' has {len(content)} characters of base64: keep the file with files.upload"
                ' and give {"file_id": ...}, or give {"url": ...}.'
            )
        for name, one in value.items():
            _refuse_inline_files(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for at, one in enumerate(value):
            _refuse_inline_files(one, f"{path}.{at}")
