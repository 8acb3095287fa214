"""One operation with everything that a form, a call and an explanation of its errors need."""

import re
from collections.abc import Iterator
from typing import Any

from flowforge_specification.catalog import accepts, gives, takes
from flowforge_specification.documents import (
    FORM,
    JSON,
    Document,
    Operation,
    operations,
    references,
    resolve,
    success,
)

_CODE = re.compile(r"^- `([A-Z0-9_]+)`: (.*)$", re.MULTILINE)
_SCHEMAS = "schemas"


def entry_of(document: Document, operation_id: str) -> dict[str, Any]:
    """Return the operation with its schemas. Raises KeyError if *document* has no such operation."""
    for one in operations(document):
        if one.id == operation_id:
            return describe(document, one)
    raise KeyError(operation_id)


def describe(document: Document, one: Operation) -> dict[str, Any]:
    """Return one operation with every schema that its request and its answer refer to."""
    content = one.content(JSON)
    result = _result(document, one)
    extensions = {key: value for key, value in one.body.items() if key.startswith("x-")}
    entry = {
        "id": one.id,
        "service": one.service,
        "method": one.method,
        "path": one.path,
        "summary": one.body.get("summary", ""),
        "description": one.explanation,
        "takes": takes(one),
        "gives": gives(document, one),
        "accepts": accepts(one),
        "files": [{"name": name, "several": several} for name, several in one.files.items()],
        "parameters": one.parameters,
        "schema": content.get("schema"),
        "example": content.get("example"),
        "form": bool(one.content(FORM)),
        "result": result,
        "errors": list(_errors(document, one)),
        **extensions,
    }
    used = _closure(document, [content.get("schema"), one.parameters, result])
    return entry | {_SCHEMAS: {name: document["components"][_SCHEMAS][name] for name in sorted(used)}}


def _result(document: Document, one: Operation) -> Any:
    return success(document, one).get("content", {}).get(JSON, {}).get("schema")


def _errors(document: Document, one: Operation) -> Iterator[dict[str, Any]]:
    for status, response in one.body["responses"].items():
        if status >= "4":
            text = resolve(document, response).get("description", "")
            for code, message in _CODE.findall(text):
                yield {"status": int(status), "code": code, "message": message}


def _closure(document: Document, nodes: list[Any]) -> set[str]:
    """Return the names of all schemas that *nodes* refer to, directly or not."""
    schemas = document["components"][_SCHEMAS]
    found: set[str] = set()
    waiting = {name for kind, name in references(nodes) if kind == _SCHEMAS}
    while waiting:
        found |= waiting
        inside = references([schemas[name] for name in waiting])
        waiting = {name for kind, name in inside if kind == _SCHEMAS} - found
    return found
