"""JSON Schemas that callers send: whether they are any, and whether a value fits one.

Nothing is ever fetched: a `$ref` leads into the schema itself. Patterns are matched in linear time, so those
with look-around or back references are refused.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import jsonschema_rs
import orjson

from flowforge_llm.core.errors import SchemaInvalid, SchemaUnsupported

Schema = Mapping[str, Any]
MAX_SCHEMA_BYTES = 256 << 10
MAX_SCHEMA_DEPTH = 48
_DRAFTS = re.compile(r"https?://json-schema\.org/(draft-0[467]|draft/(2019-09|2020-12))/schema#?")
_PATTERNS = jsonschema_rs.RegexOptions(size_limit=1 << 20, dfa_size_limit=1 << 22)


class DoesNotFit(ValueError):
    """A value does not fit its schema. `place` is a JSON pointer, empty for the value itself."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place or 'the value'}: {reason}")
        self.place = place
        self.reason = reason


def check_schema(schema: Schema, field: str) -> None:
    """Raise SchemaInvalid if *schema* is no JSON Schema, SchemaUnsupported if nobody here can hold it.

    Known drafts are those of `$schema`, 2020-12 if it names none.
    """
    _check_extent(schema, field)
    _check_drafts(schema, field)
    try:
        jsonschema_rs.meta.validate(dict(schema))
        _validator(orjson.dumps(schema))
    except jsonschema_rs.ValidationError as error:
        if error.kind.name == "format":
            reason = f"{_told(error)}: patterns are short, without look-around and back references"
            raise _unsupported(field, reason) from error
        raise SchemaInvalid(field=field, reason=_told(error)) from error
    except (jsonschema_rs.ReferencingError, ValueError) as error:
        raise SchemaInvalid(field=field, reason=str(error)) from error


def validate(value: Any, schema: Schema) -> None:
    """Raise DoesNotFit with the first thing that is wrong about *value*. The schema has been checked."""
    for error in _validator(orjson.dumps(schema)).iter_errors(value):
        raise DoesNotFit(_pointer(error.instance_path), error.message)


def _check_extent(schema: Schema, field: str) -> None:
    if _depth(schema) > MAX_SCHEMA_DEPTH:
        raise _unsupported(field, f"it is nested deeper than {MAX_SCHEMA_DEPTH} levels")
    try:
        size = len(orjson.dumps(schema))
    except TypeError as error:
        raise SchemaInvalid(field=field, reason=str(error)) from error
    if size > MAX_SCHEMA_BYTES:
        raise _unsupported(field, f"it has {size} bytes, at most {MAX_SCHEMA_BYTES} are read")


def _unsupported(field: str, reason: str) -> SchemaUnsupported:
    return SchemaUnsupported(f"The schema in '{field}' cannot be held here: {reason}.")


def _check_drafts(schema: Any, field: str) -> None:
    """An unknown draft would be fetched by the validator."""
    draft = schema.get("$schema") if isinstance(schema, Mapping) else None
    if isinstance(draft, str) and not _DRAFTS.fullmatch(draft):
        known = "4, 6, 7, 2019-09 and 2020-12"
        raise SchemaInvalid(field=field, reason=f"'$schema' names {draft!r}; known are the drafts {known}")
    for child in _children(schema):
        _check_drafts(child, field)


def _depth(value: Any) -> int:
    level, depth = [value], 0
    while level and depth <= MAX_SCHEMA_DEPTH:
        level = [one for parent in level for one in _children(parent)]
        depth += 1
    return depth


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


@lru_cache(maxsize=256)
def _validator(schema: bytes) -> jsonschema_rs.Validator:
    validator: jsonschema_rs.Validator = jsonschema_rs.validator_for(
        orjson.loads(schema), pattern_options=_PATTERNS, validate_formats=True, retriever=_fetch_nothing
    )
    return validator


def _fetch_nothing(address: str) -> Any:
    raise ValueError(f"'{address}' lies outside the schema, and nothing is fetched")


def _told(error: jsonschema_rs.ValidationError) -> str:
    place = _pointer(error.instance_path)
    return f"{place}: {error.message}" if place else error.message


def _pointer(path: list[str | int]) -> str:
    return "".join(f"/{str(one).replace('~', '~0').replace('/', '~1')}" for one in path)
