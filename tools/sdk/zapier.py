"""Generate the actions of the Zapier app."""

import json
from typing import Any

from flowforge_specification import Document
from flowforge_specification.documents import resolve
from tools.repository import ROOT
from tools.sdk.n8n_fields import kind_of, plain, title
from tools.sdk.python import specification
from tools.sdk.surface import Field, Method, services_of

APP = ROOT / "sdk" / "zapier"
_NO_JOBS = {"files", "jobs", "portal"}
_WAITS_SECONDS = 25
_LONGEST_LABEL, _LONGEST_TEXT = 64, 1000
_TYPES = {"text": "string", "boolean": "boolean", "list": "string", "json": "text"}
_NAMES = {"pdf": "PDF", "ocr": "OCR", "llm": "LLM"}
_BACKGROUND = {
    "key": "run_in_background",
    "label": "Run in Background",
    "type": "boolean",
    "helpText": "Run as a job and continue when it has ended, for work that takes longer than 25 seconds.",
}


def zapier_actions(document: Document) -> list[dict[str, Any]]:
    """Return one action for each operation that has an answer to look at."""
    found = [method for service in services_of(document) for method in service.every()]
    return [_action(method, document) for method in found if method.verb not in ("HEAD", "OPTIONS")]


def _action(method: Method, document: Document) -> dict[str, Any]:
    fields = [one for one in method.fields if one.place != "header" and one.name != "stream"]
    asked = sorted(fields, key=lambda one: (not one.required, not one.file))
    job = method.verb == "POST" and method.service not in _NO_JOBS and method.answers != "events"
    name = _NAMES.get(method.service, title(method.service))
    return {
        "id": method.id,
        "key": method.id.replace(".", "_"),
        "noun": title(method.name) if len(method.name) > 1 else name,
        "label": f"{name}: {title(' '.join(method.id.split('.')[1:]))}"[:_LONGEST_LABEL],
        "description": f"{method.summary.rstrip('.')}."[:_LONGEST_TEXT],
        "verb": method.verb,
        "path": method.path,
        "kept": method.kept,
        "hasBody": method.verb not in ("GET", "DELETE"),
        "slow": method.deadline > _WAITS_SECONDS,
        "job": job,
        "fields": [_field(one, document) for one in fields],
        "inputFields": [*(_input(one, document) for one in asked), *([_BACKGROUND] if job else [])],
        "sample": _sample(method, document),
    }


def _field(field: Field, document: Document) -> dict[str, Any]:
    json_kind = kind_of(field, document) in ("json", "list") and not field.file
    return {"name": field.name, "place": field.place, "json": json_kind}


def _input(field: Field, document: Document) -> dict[str, Any]:
    kind, schema = kind_of(field, document), plain(field.schema, document)
    made: dict[str, Any] = {"key": field.name, "label": title(field.name), "required": field.required}
    if field.description:
        made["helpText"] = field.description[:_LONGEST_TEXT]
    if kind in ("file", "files"):
        return made | {"type": "file"} | ({"list": True} if kind == "files" else {})
    if kind == "number":
        return made | {"type": "integer" if schema.get("type") == "integer" else "number"}
    if "enum" in schema and all(isinstance(one, str) and one for one in schema["enum"]):
        made["choices"] = schema["enum"]
    secret = kind == "text" and schema.get("format") == "password"
    return made | {"type": "password" if secret else _TYPES[kind]}


def _sample(method: Method, document: Document) -> dict[str, Any]:
    """Return what an answer looks like, from the schema of the result."""
    value = _example(method.result or {}, document, 3)
    return value if isinstance(value, dict) and value else {"status": 200}


def _example(schema: Document, document: Document, depth: int) -> Any:
    found = plain(resolve(document, schema), document)
    if "enum" in found or "const" in found:
        return found.get("const", found.get("enum", [None])[0])
    kind = found.get("type")
    if kind == "object" and depth:
        inside = found.get("properties", {}).items()
        return {name: _example(one, document, depth - 1) for name, one in inside}
    if kind == "array":
        return [_example(found.get("items", {}), document, depth - 1)] if depth else []
    return {"string": "text", "integer": 1, "number": 1.5, "boolean": True}.get(str(kind))


def build_zapier() -> None:
    text = json.dumps(zapier_actions(specification()), indent=1)
    (APP / "generated.json").write_text(f"{text}\n", encoding="utf-8")
    print("wrote the actions of the Zapier app")
