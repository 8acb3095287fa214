"""Generate the custom app for Make: the files that Make's editor for apps imports."""

import json
import shutil
from collections.abc import Iterator
from typing import Any

from flowforge_specification import Document
from tools.repository import ROOT
from tools.sdk.n8n_fields import kind_of, plain, title
from tools.sdk.python import specification
from tools.sdk.surface import Field, Group, Method, camel, services_of

APP = ROOT / "sdk" / "make" / "app"
CONNECTION = "flowforge"
_NO_JOBS = {"files", "jobs", "portal"}
_WAITS_SECONDS = 40  # as long as a module of Make may wait for an answer
_TYPES = {"text": "text", "number": "number", "boolean": "boolean", "list": "text", "json": "any"}
_BASE = {
    "baseUrl": "{{connection.baseUrl}}",
    "headers": {"X-API-Key": "{{connection.apiKey}}"},
    "response": {
        "error": {
            "type": "RuntimeError",
            "message": "[{{statusCode}}] {{body.error.message}}",
            "429": {"type": "RateLimitError", "message": "{{body.error.message}}"},
        }
    },
    "log": {"sanitize": ["request.headers.x-api-key"]},
}
_ASKED = [
    {"name": "baseUrl", "label": "Address", "type": "url", "required": True},
    {"name": "apiKey", "label": "API key", "type": "password", "required": True},
]
_CHECK = {
    "url": "{{parameters.baseUrl}}/api/v1/portal/me",
    "headers": {"X-API-Key": "{{parameters.apiKey}}"},
    "response": {"metadata": {"type": "text", "value": "{{body.name}}"}},
    "log": {"sanitize": ["request.headers.x-api-key"]},
}


def make_files(document: Document) -> Iterator[tuple[str, Any]]:
    """Yield path and content of every file of the app."""
    services = services_of(document)
    yield "general/base.json", _BASE
    yield "general/groups.json", [_group(service) for service in services]
    yield f"connections/{CONNECTION}/communication.json", _CHECK
    yield f"connections/{CONNECTION}/parameters.json", _ASKED
    modules = {_name(method): method for service in services for method in _callable(service)}
    for name, method in modules.items():
        yield f"modules/{name}/communication.json", _communication(method)
        yield f"modules/{name}/expect.json", [_input(one, document) for one in _asked(method)]
    yield "makecomapp.json", _manifest(modules)


def _callable(service: Group) -> list[Method]:
    return [one for one in service.every() if one.verb not in ("HEAD", "OPTIONS")]


def _name(method: Method) -> str:
    return camel(method.id)


def _group(service: Group) -> dict[str, Any]:
    return {"label": title(service.name), "modules": [_name(one) for one in _callable(service)]}


def _manifest(modules: dict[str, Method]) -> dict[str, Any]:
    listed = {
        name: {
            "label": title(method.id),
            "description": method.summary,
            "moduleType": "action",
            "connection": CONNECTION,
            "codeFiles": {
                "communication": f"modules/{name}/communication.json",
                "mappableParams": f"modules/{name}/expect.json",
            },
        }
        for name, method in modules.items()
    }
    connection = {
        "label": "FlowForge",
        "connectionType": "other",
        "codeFiles": {
            "communication": f"connections/{CONNECTION}/communication.json",
            "params": f"connections/{CONNECTION}/parameters.json",
        },
    }
    return {
        "fileVersion": 1,
        "generalCodeFiles": {"base": "general/base.json", "groups": "general/groups.json"},
        "components": {"connection": {CONNECTION: connection}, "module": listed},
    }


def _asked(method: Method) -> list[Field]:
    fields = [one for one in method.fields if one.place != "header" and one.name != "stream"]
    return sorted(fields, key=lambda one: (not one.required, not one.file))


def _communication(method: Method) -> Any:
    """Return one call. What may take longer than a module waits is a job, asked for until its end."""
    path = method.path
    for one in method.at("path"):
        path = path.replace(f"{{{one.name}}}", f"{{{{encodeURL(parameters.{one.name})}}}}")
    body = {one.name: _value(one) for one in _asked(method) if one.place == "body"}
    query = {one.name: _value(one) for one in method.at("query")}
    call: dict[str, Any] = {"url": path, "method": method.verb, "response": {"output": "{{body}}"}}
    if method.kept:
        query["output"] = "file"
    if query:
        call["qs"] = query
    if method.verb not in ("GET", "DELETE"):
        call["body"] = body
    if method.deadline <= _WAITS_SECONDS or method.service in _NO_JOBS or method.verb != "POST":
        return call
    submitted = {
        "url": path,
        "method": "POST",
        "headers": {"Prefer": "respond-async"},
        "body": body,
        "response": {"temp": {"job": "{{body.id}}"}},
    }
    state = {
        "url": "/api/v1/jobs/{{temp.job}}",
        "method": "GET",
        "repeat": {
            "condition": "{{body.state == 'queued' || body.state == 'running'}}",
            "delay": 2000,
            "limit": 140,
        },
    }
    result = {"url": "/api/v1/jobs/{{temp.job}}/result", "method": "GET", "response": {"output": "{{body}}"}}
    return [submitted, state, result]


def _value(field: Field) -> str:
    """Return what a field is sent as; what is empty is left out."""
    return f"{{{{ifempty(parameters.{field.name}, undefined)}}}}"


def _input(field: Field, document: Document) -> dict[str, Any]:
    kind, schema = kind_of(field, document), plain(field.schema, document)
    made: dict[str, Any] = {"name": field.name, "label": title(field.name), "required": field.required}
    if field.description:
        made["help"] = field.description
    if kind == "files":
        return made | {"type": "array", "spec": {"type": "text", "label": "URL or file ID"}}
    if kind == "file":
        return made | {"type": "text", "help": f"URL or file ID. {field.description}".strip()}
    if kind == "text" and "enum" in schema:
        options = [{"label": str(one), "value": one} for one in schema["enum"]]
        return made | {"type": "select", "options": options, "mappable": True}
    if kind == "number" and schema.get("type") == "integer":
        return made | {"type": "integer"}
    return made | {"type": "password" if schema.get("format") == "password" else _TYPES[kind]}


def build_make() -> None:
    shutil.rmtree(APP, ignore_errors=True)
    files = list(make_files(specification()))
    for name, content in files:
        path = APP / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{json.dumps(content, indent=1)}\n", encoding="utf-8")
    print(f"wrote {len(files)} files of the app for Make")
