"""The page that shows a document to people: plain HTML without scripts, for machines without internet."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import orjson

from servicekit.openapi.page_schemas import describe_type, field_list, resolved
from servicekit.openapi.schemas import JsonSchema

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body><main>
<h1>{title}</h1>
{content}
</main></body>
</html>
"""
_STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8881 }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem }
code, pre { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
pre { background: var(--soft); padding: .75rem; overflow: auto; white-space: pre-wrap }
details { border-top: 1px solid var(--line); padding: .4rem 0 }
summary { cursor: pointer; padding: .3rem 0 }
dt { margin-top: .4rem } dd { margin: 0 0 0 1.5rem }
h2 { margin-top: 2rem } h3 { margin: 1rem 0 .3rem; font-size: 1rem }
small { opacity: .8 }
"""
_JSON = "application/json"
_FIRST_FAILURE = "4"


def docs_page(document: JsonSchema, openapi_url: str) -> bytes:
    """Return an HTML page of *document*, which is at *openapi_url*, relative to the page or absolute.

    It is written once for a service: make it when it is asked for, and keep it compressed.
    """
    schemas = document["components"]["schemas"]
    content = [
        *_paragraphs(document["info"]["description"]),
        f'<p>This document for programs: <a href="{escape(openapi_url)}">OpenAPI 3.1</a>.</p>',
        "<h2>Operations</h2>",
        *_operations(document, schemas),
        "<h2>Types</h2>",
        *(_type(name, schema) for name, schema in sorted(schemas.items())),
    ]
    title = escape(document["info"]["title"])
    return _PAGE.format(title=title, style=_STYLE, content="\n".join(content)).encode()


def _operations(document: JsonSchema, schemas: JsonSchema) -> Iterator[str]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if "operationId" in operation:
                yield _operation(f"{method.upper()} {path}", operation, schemas)


def _operation(address: str, operation: JsonSchema, schemas: JsonSchema) -> str:
    name = escape(operation["operationId"])
    parts = [
        f'<details id="{name}">',
        f"<summary><code>{escape(address)}</code> {escape(operation['summary'])}</summary>",
        f"<p><small>{name}</small></p>",
        *_paragraphs(operation["description"]),
        *_request(operation, schemas),
        *_answer(operation, schemas),
        *_errors(operation["responses"]),
        "</details>",
    ]
    return "\n".join(parts)


def _request(operation: JsonSchema, schemas: JsonSchema) -> Iterator[str]:
    content = operation.get("requestBody", {}).get("content", {})
    found = [one for one in operation.get("parameters", ()) if "name" in one and "x-raw-body-only" not in one]
    if not found and not content:
        return
    yield "<h3>Request</h3>"
    if content:
        yield f"<p>{', '.join(f'<code>{escape(kind)}</code>' for kind in content)}</p>"
    if found:
        yield field_list({"properties": {one["name"]: _as_field(one) for one in found}})
    body = content.get(_JSON, {})
    yield field_list(resolved(body.get("schema", {}), schemas))
    if "example" in body:
        text = orjson.dumps(_shortened(body["example"]), option=orjson.OPT_INDENT_2).decode()
        yield f"<pre>{escape(text)}</pre>"


def _as_field(parameter: JsonSchema) -> JsonSchema:
    schema = parameter.get("schema") or parameter.get("content", {}).get(_JSON, {}).get("schema", {})
    told = parameter.get("description", schema.get("description", ""))
    field: JsonSchema = dict(schema)
    return field | {"description": f"In the {parameter['in']}. {told}".strip()}


def _answer(operation: JsonSchema, schemas: JsonSchema) -> Iterator[str]:
    status = min(operation["responses"])
    response = operation["responses"][status]
    yield f"<h3>Answer {escape(status)}</h3>"
    yield from _paragraphs(response.get("description", ""))
    schema = response.get("content", {}).get(_JSON, {}).get("schema")
    if schema:
        yield f"<p>{describe_type(schema)}</p>"
        yield field_list(resolved(schema, schemas)) if "$ref" not in schema else ""


def _errors(responses: JsonSchema) -> Iterator[str]:
    yield "<h3>Errors</h3><dl>"
    for status, response in responses.items():
        if status >= _FIRST_FAILURE:
            codes = response.get("content", {}).get(_JSON, {}).get("examples", {})
            shown = ", ".join(f"<code>{escape(code)}</code>" for code in codes)
            yield f"<dt>{escape(status)}</dt><dd>{shown}</dd>"
    yield "</dl>"


def _type(name: str, schema: JsonSchema) -> str:
    told = field_list(schema) or f"<p>{describe_type(schema)}</p>"
    return f'<details id="{escape(name)}"><summary><code>{escape(name)}</code></summary>{told}</details>'


def _paragraphs(text: str) -> Iterable[str]:
    return (f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part.strip())


_MOST_CHARACTERS = 200


def _shortened(value: Any) -> Any:
    """Return an example with long texts cut, such as files in base64."""
    if isinstance(value, dict):
        return {key: _shortened(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_shortened(one) for one in value]
    if isinstance(value, str) and len(value) > _MOST_CHARACTERS:
        return f"{value[:60]}... ({len(value)} characters)"
    return value
