"""Compile the shape of a request model from its annotations."""

import types
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic import (
    BaseModel,
    BeforeValidator,
    PlainValidator,
    RootModel,
    SecretBytes,
    SecretStr,
    WrapValidator,
)
from pydantic.fields import FieldInfo
from typing_extensions import TypeAliasType

from servicekit.http.binding.scalars import Choice, Opaque, Scalar, Shape, Text
from servicekit.http.binding.shapes import Alternatives, Field, File, Items, Object, Table
from servicekit.operations.forms import FileInput, FileReference, FileUpload

_LISTS = (list, tuple, set, frozenset, Sequence)
_TEXTS = (str, bytes, SecretStr, SecretBytes)


@cache
def shape_of(model: type[BaseModel]) -> Object:
    """Return the shape of *model*."""
    return _Compiler().object(model)


class _Compiler:
    """Compiles each model once: models may contain themselves."""

    def __init__(self) -> None:
        self._known: dict[type[BaseModel], Object] = {}

    def object(self, model: type[BaseModel], made: Object | None = None) -> Object:
        if model not in self._known:
            shape = self._known[model] = made or Object()
            shape.set_fields([self._field(name, info) for name, info in model.model_fields.items()])
        return self._known[model]

    def _field(self, name: str, info: FieldInfo) -> Field:
        given = info.validation_alias or info.alias
        return Field(
            name,
            given if isinstance(given, str) else name,
            Opaque() if _reads_itself(info.metadata) else self._limited(info),
            required=info.is_required(),
            may_be_null=_may_be_null(info.annotation),
        )

    def _limited(self, info: FieldInfo) -> Shape:
        shape = self._shape(info.annotation)
        if isinstance(shape, Table):
            limits = [one.max_length for one in info.metadata if isinstance(one, MaxLen)]
            return Table(shape.item, min(limits, default=None))
        return shape

    def _shape(self, hint: Any) -> Shape:
        if get_origin(hint) is Annotated and _reads_itself(get_args(hint)[1:]):
            return Opaque()
        hint = _unwrapped(hint)
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Literal:
            return Choice(one for one in arguments if one is not None)
        if origin in (Union, types.UnionType):
            return self._union(arguments)
        if origin in _LISTS:
            items = [self._shape(one) for one in dict.fromkeys(arguments) if one is not Ellipsis]
            return Items(items[0] if len(items) == 1 else Opaque())
        if origin in (dict, Mapping):
            return Table(self._shape(arguments[1]))
        return self._plain(hint)

    def _union(self, arguments: tuple[Any, ...]) -> Shape:
        shapes = [self._shape(one) for one in arguments if one is not type(None)]
        if any(type(one) is Opaque for one in shapes):
            return Opaque()
        return shapes[0] if len(shapes) == 1 else Alternatives(shapes)

    def _plain(self, hint: Any) -> Shape:
        if not isinstance(hint, type) or hint in (Any, object, dict, list, tuple):
            return Opaque()
        if issubclass(hint, (FileInput, FileUpload, FileReference)):
            return self.object(FileReference, File())
        if issubclass(hint, BaseModel):
            root = hint.model_fields.get("root") if issubclass(hint, RootModel) else None
            return self.object(hint) if root is None else self._shape(root.annotation)
        if issubclass(hint, Enum):
            return Choice(one.value for one in hint)
        return Text() if issubclass(hint, _TEXTS) else Scalar()


def _reads_itself(metadata: Iterable[Any]) -> bool:
    """Return whether a type has a spelling of its own, read by a validator."""
    return any(isinstance(one, (BeforeValidator, PlainValidator, WrapValidator)) for one in metadata)


def _unwrapped(hint: Any) -> Any:
    while True:
        if get_origin(hint) is Annotated:
            hint = get_args(hint)[0]
        elif isinstance(hint, TypeAliasType):
            if hint.__name__ == "JsonValue":
                return Any
            hint = hint.__value__
        elif hasattr(hint, "__supertype__"):
            hint = hint.__supertype__
        else:
            return hint


def _may_be_null(hint: Any) -> bool:
    hint = _unwrapped(hint)
    if get_origin(hint) in (Union, types.UnionType):
        return any(one is type(None) or _may_be_null(one) for one in get_args(hint))
    return hint is Any or hint is object or (get_origin(hint) is Literal and None in get_args(hint))
