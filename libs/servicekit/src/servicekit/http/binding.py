"""From text and JSON to request models."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import orjson
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from servicekit.errors import ErrorDetail, InvalidInput
from servicekit.http.explaining import explain
from servicekit.http.refusals import MalformedBody

_FORM_ENCODING = "utf-8"


def parse_json(model: type[BaseModel], body: bytes) -> Any:
    """Validate a JSON body. Raises MalformedBody for what is no JSON, InvalidInput for what is no *model*."""
    try:
        return model.__pydantic_validator__.validate_json(body or b"{}")
    except ValidationError as error:
        raise explain(error, model, _parsed(body)) from error


def parse_values(model: type[BaseModel], values: Mapping[str, Any]) -> Any:
    """Validate fields that came as text or as files. Raises InvalidInput."""
    try:
        return model.__pydantic_validator__.validate_python(dict(values))
    except ValidationError as error:
        raise explain(error, model, values) from error


def _parsed(body: bytes) -> Any:
    """Return what *body* says, None if it is no JSON."""
    try:
        return from_json(body)
    except ValueError:
        return None


def text_kinds(model: type[BaseModel]) -> dict[str, str]:
    """Tell for each field how a text value of it is read: as "text", as "json", or as a "list" of texts."""
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})
    return {name: _kind(part, definitions) for name, part in schema.get("properties", {}).items()}


def _kind(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    types = set(_types(schema, definitions))
    if "string" in types:
        return "text"
    items = schema.get("items")
    if "array" in types and isinstance(items, dict) and "string" in _types(items, definitions):
        return "list"
    return "json"


def _types(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterable[str]:
    if "$ref" in schema:
        yield from _types(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    for alternative in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from _types(alternative, definitions)
    if isinstance(schema.get("type"), str):
        yield schema["type"]
    if isinstance(schema.get("const"), str) or any(
        isinstance(value, str) for value in schema.get("enum", ())
    ):
        yield "string"


def read_texts(texts: Mapping[str, Sequence[str]], kinds: Mapping[str, str]) -> dict[str, Any]:
    """Turn form fields or query parameters, each with its values in order, into the values of a model."""
    return {name: _read_text(name, given, kinds.get(name, "text")) for name, given in texts.items()}


def _read_text(name: str, given: Sequence[str], kind: str) -> Any:
    if kind == "list" and not (len(given) == 1 and given[0].lstrip().startswith("[")):
        return list(given)
    if len(given) > 1:
        raise InvalidInput(
            f"'{name}' is given {len(given)} times: give it once.",
            details=[ErrorDetail(field=name, message="given more than once")],
        )
    return given[0] if kind == "text" else _json_or_text(given[0])


def _json_or_text(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def query_texts(query: bytes) -> dict[str, list[str]]:
    """Split a query string. Raises MalformedBody if it is not UTF-8."""
    texts: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise MalformedBody("The query string is not URL-encoded UTF-8.") from error
    for name, value in pairs:
        texts.setdefault(name, []).append(value)
    return texts
