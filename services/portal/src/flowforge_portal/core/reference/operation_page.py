"""The page of one operation."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from flowforge_portal.core.content.page import Page
from flowforge_portal.core.reference.fields import HEADER, field_rows, parameter_rows, type_of
from flowforge_portal.core.reference.layout import Menu, crumbs, lay_out
from flowforge_portal.core.reference.markup import Markup, el, facts, link, prose, table

_GIVES = {
    "file": "the file itself; JSON with output=base64 or output=file",
    "events": "server-sent events, or all of them as one JSON document",
    "json or events": "JSON, or server-sent events where the request asks for them",
    "json": "JSON",
    "nothing": "no content",
}
_SHOWN_CHARACTERS = 60


def operation_page(entry: dict[str, Any], menu: Menu) -> Page:
    """Return the page of an operation: how to call it, its fields, its answer, its errors."""
    here = f"/docs/{entry['id']}"
    content = [
        crumbs(("Reference", "/docs"), (entry["service"], f"/docs#{entry['service']}")),
        el("h1", entry["id"]),
        el("p", entry["summary"], ".", class_="lead"),
        prose(entry["description"]),
        el("pre", el("code", f"{entry['method']} {entry['path']}"), tabindex="0"),
        el("p", link(f"/ops/{entry['id']}", "Run it in the console")),
        facts(_facts(entry)),
        *_request(entry),
        *_answer(entry),
        *_errors(entry["errors"]),
        *_schemas(entry),
    ]
    return lay_out(entry["id"], content, here=here, menu=menu)


def _facts(entry: dict[str, Any]) -> Iterator[Sequence[str]]:
    yield "answers with", _GIVES[entry["gives"]]
    yield "answers within", f"{entry.get('x-deadline-seconds', 0):g} s"
    if (cost := entry.get("x-cost", 1)) > 1:
        yield "counts as", f"{cost} operations"
    yield "result cached", "yes" if entry.get("x-cacheable") else "no"
    if needs := entry.get("x-example-needs"):
        yield "the example needs", needs


def _request(entry: dict[str, Any]) -> Iterator[Markup]:
    yield el("h2", "Request")
    if entry["parameters"]:
        yield table(HEADER, parameter_rows(entry["parameters"]))
    schema = _resolved(entry["schema"], entry)
    if schema:
        yield table(HEADER, field_rows(schema))
        if entry["files"]:
            yield el("p", "Send JSON, or a multipart form with the file as upload.")
    if entry["example"] is not None:
        yield el("h3", "Example")
        yield _json(entry["example"])


def _answer(entry: dict[str, Any]) -> Iterator[Markup]:
    result = entry["result"]
    if result:
        yield el("h2", "Answer")
        yield el("p", "JSON: ", type_of(result), ".")
        if rows := list(field_rows(_resolved(result, entry))):
            yield table(HEADER, rows)


def _errors(errors: list[dict[str, Any]]) -> Iterator[Markup]:
    yield el("h2", "Errors")
    yield table(
        ("status", "code", "message"),
        (
            (str(one["status"]), link(f"/docs/errors#{one['code']}", one["code"]), one["message"])
            for one in errors
        ),
    )


def _schemas(entry: dict[str, Any]) -> Iterator[Markup]:
    if entry["schemas"]:
        yield el("h2", "Types")
    for name, schema in entry["schemas"].items():
        rows = list(field_rows(schema))
        yield el("h3", name, id=name)
        yield prose(schema.get("description", ""))
        yield table(HEADER, rows) if rows else el("p", type_of(schema))


def _resolved(schema: dict[str, Any] | None, entry: dict[str, Any]) -> dict[str, Any]:
    if schema and "$ref" in schema:
        return dict(entry["schemas"][schema["$ref"].rpartition("/")[2]])
    return schema or {}


def _json(value: Any) -> Markup:
    return el("pre", el("code", json.dumps(_shortened(value), indent=2, ensure_ascii=False)), tabindex="0")


def _shortened(value: Any) -> Any:
    """Return *value* with long texts cut, such as files in base64."""
    if isinstance(value, dict):
        return {key: _shortened(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_shortened(one) for one in value]
    if isinstance(value, str) and len(value) > 3 * _SHOWN_CHARACTERS:
        return f"{value[:_SHOWN_CHARACTERS]}… ({len(value)} characters)"
    return value
