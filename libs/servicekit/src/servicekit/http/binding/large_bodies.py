"""Validate large bodies: the first mistake of a list or an object ends it, so that a million cost one."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, cast

from pydantic import BaseModel
from pydantic_core import CoreSchema, SchemaValidator

LARGE_BYTES: Final = 128 << 10
MAX_UNKNOWN_FIELDS: Final = 20
_CONTAINERS: Final = frozenset({"list", "dict", "set", "frozenset", "tuple", "generator"})
_OPAQUE: Final = frozenset({"metadata", "serialization"})


def validator_for(model: type[BaseModel], size: int) -> SchemaValidator:
    """Return what validates a body of *size* bytes."""
    return _hasty(model) if size > LARGE_BYTES else cast("SchemaValidator", model.__pydantic_validator__)


@cache
def _hasty(model: type[BaseModel]) -> SchemaValidator:
    schema = cast("CoreSchema", _failing_fast(model.__pydantic_core_schema__))
    return SchemaValidator(schema, _use_prebuilt=False)


def _failing_fast(part: Any) -> Any:
    """Return a schema in which lists and objects stop at their first mistake."""
    if isinstance(part, list):
        return [_failing_fast(one) for one in part]
    if isinstance(part, tuple):
        return tuple(_failing_fast(one) for one in part)
    if not isinstance(part, dict):
        return part
    changed = {key: value if key in _OPAQUE else _failing_fast(value) for key, value in part.items()}
    kind = part.get("type")  # a schema, where the fields of a model may have one of that name
    if isinstance(kind, str) and kind in _CONTAINERS:
        changed["fail_fast"] = True
    return changed


def with_few_unknown_fields(model: type[BaseModel], given: Any) -> Any:
    """Return a body without most of the fields that the model does not know, if there are many."""
    if not isinstance(given, Mapping):
        return given
    known = set(model.model_fields)
    unknown = [name for name in given if name not in known]
    if len(unknown) <= MAX_UNKNOWN_FIELDS:
        return given
    dropped = set(unknown[MAX_UNKNOWN_FIELDS:])
    return {name: value for name, value in given.items() if name not in dropped}
