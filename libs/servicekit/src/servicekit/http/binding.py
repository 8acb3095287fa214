"""From text and JSON to request models, and from pydantic's complaints to one clear message."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import orjson
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from servicekit.errors import ErrorDetail, InvalidInput
from servicekit.http.refusals import MalformedBody

MAX_DETAILS = 20
_FORM_ENCODING = "utf-8"


def parse_json(model: type[BaseModel], body: bytes) -> Any:
    """Validate a JSON body. Raises MalformedBody for what is no JSON, InvalidInput for what is no *model*."""
    try:
        return model.__pydantic_validator__.validate_json(body or b"{}")
    except ValidationError as error:
        raise explain(error, model) from error


def parse_values(model: type[BaseModel], values: Mapping[str, Any]) -> Any:
    """Validate fields that came as text or as files. Raises InvalidInput."""
    try:
        return model.__pydantic_validator__.validate_python(dict(values))
    except ValidationError as error:
        raise explain(error, model) from error


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


def explain(error: ValidationError, model: type[BaseModel]) -> InvalidInput | MalformedBody:
    """Say what is wrong in one message that stands alone: workflow tools show people nothing else."""
    mistakes = error.errors(include_url=False, include_input=False)
    if mistakes[0]["type"] == "json_invalid":
        reason = mistakes[0].get("ctx", {}).get("error", "it cannot be parsed")
        return MalformedBody(format="JSON", reason=reason)
    details = [_detail(mistake, model) for mistake in mistakes[:MAX_DETAILS]]
    first = f"'{details[0].field}' {details[0].message}" if details[0].field else details[0].message
    more = f" (and {len(mistakes) - 1} more)" if len(mistakes) > 1 else ""
    return InvalidInput(f"{first}{more}.", details=details)


def _detail(mistake: ErrorDetails, model: type[BaseModel]) -> ErrorDetail:
    field = ".".join(str(part) for part in mistake["loc"])
    return ErrorDetail(field=field, message=_complaint(mistake, model))


def _complaint(mistake: ErrorDetails, model: type[BaseModel]) -> str:
    kind, message = mistake["type"], mistake["msg"]
    if kind == "missing":
        return "is required"
    if kind == "extra_forbidden":
        known = ", ".join(model.model_fields) if len(mistake["loc"]) == 1 else ""
        return f"is not a field here; there are: {known}" if known else "is not a field here"
    if kind in ("model_type", "model_attributes_type") and not mistake["loc"]:
        return "The body must be a JSON object"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    return message.replace("Input should", "should", 1) if message.startswith("Input should") else message
