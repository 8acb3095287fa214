"""From text and JSON to request models."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import orjson
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json, to_json

from servicekit.errors import ErrorDetail, InvalidInput, OperationError
from servicekit.http.binding.large_bodies import LARGE_BYTES, validator_for, with_few_unknown_fields
from servicekit.http.binding.model_shapes import shape_of
from servicekit.http.binding.scalars import NumberText
from servicekit.http.errors.request_errors import MalformedBody
from servicekit.http.errors.validation import NO_HINTS, Hints, explain

ModelT = TypeVar("ModelT", bound=BaseModel)

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_EMPTY_TEXT = b'""'
_MOST_EMPTY_FIELDS = 8


def parse_json(model: type[ModelT], body: bytes, *, hints: Hints = NO_HINTS) -> ModelT:
    """Validate a JSON body. Raises MalformedBody for what is no JSON, InvalidInput for what is no *model*.

    A body that validates as it stands costs one pass. Any other is read leniently; see `shapes`. Of a large
    body the first mistake in each list or object is told.
    """
    body = without_bom(body) or b"{}"
    try:
        read: ModelT = validator_for(model, len(body)).validate_json(body)
    except ValidationError as error:
        if _is_no_json(error):
            raise explain(error, model, None, hints) from error
        return _read_leniently(model, _parsed(model, body), hints, size=len(body))
    except OperationError:
        return _read_leniently(model, _parsed(model, body), hints, size=len(body))
    if _EMPTY_TEXT in body and shape_of(model).has_blank(read):
        return _read_leniently(model, _parsed(model, body), hints, size=len(body))
    return read


def _is_no_json(error: ValidationError) -> bool:
    if error.error_count() > 1:  # a body may have a million mistakes: they are listed once, in `explain`
        return False
    return error.errors(include_url=False, include_input=False)[0]["type"] == "json_invalid"


def parse_values(model: type[ModelT], values: Mapping[str, Any], *, hints: Hints = NO_HINTS) -> ModelT:
    """Validate fields that came as text or as files. Raises InvalidInput."""
    return _read_leniently(model, dict(values), hints, size=None)


def _read_leniently(model: type[ModelT], given: Any, hints: Hints, *, size: int | None) -> ModelT:
    """Validate *given*, JSON of *size* bytes or what came otherwise, after normalizing it.

    An empty text in an optional field is an absent field. Where a request is valid only with it, as when the
    empty text is to be hashed, it is kept.
    """
    normalized = shape_of(model).normalize(given)
    try:
        return _validated(model, normalized, size)
    except (ValidationError, OperationError) as error:
        for name in _dropped_texts(model, given, normalized):
            with suppress(ValidationError, OperationError):
                return _validated(model, normalized | {name: ""}, size)
        if isinstance(error, ValidationError):
            raise explain(error, model, normalized, hints) from error
        raise


def _validated(model: type[ModelT], values: Any, size: int | None) -> ModelT:
    if size is None:
        read: ModelT = model.__pydantic_validator__.validate_python(values)
        return read
    text = to_json(values, inf_nan_mode="constants")
    found: ModelT = validator_for(model, size).validate_json(text)
    return found


def _dropped_texts(model: type[BaseModel], given: Any, normalized: Any) -> list[str]:
    if not isinstance(given, Mapping) or not isinstance(normalized, Mapping):
        return []
    fields = shape_of(model).fields
    dropped = [
        name
        for name, value in given.items()
        if value == "" and name in fields and name not in normalized and fields[name].shape.takes_text
    ]
    return dropped[:_MOST_EMPTY_FIELDS]


def _parsed(model: type[BaseModel], body: bytes) -> Any:
    """Parse JSON so that a number given for a text keeps its digits. Where none is, numbers are plain."""
    plain = from_json(body)
    if len(body) > LARGE_BYTES and (few := with_few_unknown_fields(model, plain)) is not plain:
        return few
    return json.loads(body, parse_float=NumberText) if shape_of(model).needs_digits(plain) else plain


def without_bom(body: bytes) -> bytes:
    """Return *body* as UTF-8 without a byte order mark. Raises MalformedBody."""
    if body[:1] <= b"\x7f":
        return body
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            try:
                return body[len(mark) :].decode(encoding).encode()
            except UnicodeError as error:
                raise MalformedBody(format="JSON", reason="its text encoding is damaged") from error
    return body


def text_kinds(model: type[BaseModel]) -> dict[str, str]:
    """Return for each field how a text value is parsed: as "text", as "json", or as a "list" of texts."""
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


def read_texts(
    model: type[BaseModel], texts: Mapping[str, Sequence[str]], kinds: Mapping[str, str]
) -> dict[str, Any]:
    """Convert form fields or query parameters, each with its values in order, into the values of a model."""
    shape = shape_of(model)
    found: dict[str, Any] = {}
    for key, given in texts.items():
        field = shape.find(key)
        name = field.name if field is not None else key
        is_list = field is not None and field.shape.takes_list
        found[key] = _read_text(name, given, kinds.get(name, "text"), is_list=is_list)
    return found


def _read_text(name: str, given: Sequence[str], kind: str, *, is_list: bool) -> Any:
    if len(given) > 1:
        if is_list:
            return [one if kind != "json" else _json_or_text(one) for one in given]
        raise InvalidInput(
            f"'{name}' is given {len(given)} times: give it once.",
            details=[ErrorDetail(field=name, message="given more than once")],
        )
    return _json_or_text(given[0]) if kind == "json" else given[0]


def _json_or_text(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def query_texts(query: bytes) -> dict[str, list[str]]:
    """Split a query string; `name[]` is an item of `name`. Raises MalformedBody if it is not UTF-8."""
    texts: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise MalformedBody("The query string is not URL-encoded UTF-8.") from error
    for name, value in pairs:
        texts.setdefault(name.removesuffix("[]"), []).append(value)
    return texts
