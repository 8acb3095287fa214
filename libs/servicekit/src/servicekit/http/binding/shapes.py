"""Shapes of request models: how a value is read that its sender spelled in another way.

Form tools send empty strings for fields left blank, numbers as text, lists as `a,b` and choices in any case.
A request that does not validate as it stands is normalized by its model's shape and validated again. Text
that is data is never changed.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import SecretStr
from pydantic_core import from_json

from servicekit.http.binding.scalars import Choice, Opaque, Scalar, Shape, Text
from servicekit.http.binding.spelling import american

_BLANK = re.compile(r"\s")
_COMMA = re.compile(r",(?![^(\[{]*[)\]}])")
_NEXT_FILE = re.compile(r",\s*(?=https?://|data:|file_)", re.IGNORECASE)


_SOURCES = frozenset(["base64", "url", "file_id"])


class Items:
    """A list: also as JSON text, as `a,b`, or as one value alone."""

    takes_text = False
    takes_list = True

    def __init__(self, item: Shape) -> None:
        self.item = item
        self._is_plain = type(item) in (Opaque, Scalar)  # items may be a million numbers

    def normalize(self, value: Any) -> Any:
        items = self._split(value) if isinstance(value, str) else value
        if isinstance(items, (Mapping, int, float)) and not isinstance(items, bool):
            items = [items]
        if not isinstance(items, (list, tuple)):
            return value
        if self._is_plain and str not in set(map(type, items)):
            return list(items)
        return [self.item.normalize(one) for one in items]

    def has_blank(self, value: Any) -> bool:
        if self._is_plain or not isinstance(value, (list, tuple)):
            return False
        return any(self.item.has_blank(one) for one in value)

    def needs_digits(self, value: Any) -> bool:
        items = value if isinstance(value, list) else [value]
        return not self._is_plain and any(self.item.needs_digits(one) for one in items)

    def _split(self, text: str) -> Any:
        """Split `a,b`. Text that contains blanks is one item, and commas inside brackets are its own."""
        parsed = _parsed(text, "[")
        if parsed is not None:
            return parsed
        if not text.strip():
            return []
        if not self.item.takes_text:
            return [one.strip() for one in text.split(",")]
        if isinstance(self.item, File):
            return _NEXT_FILE.split(text)
        return [text] if _BLANK.search(text) else _COMMA.split(text)


class Table:
    """An object with any keys and values of one shape. One with more keys than *most* is refused as it is."""

    takes_text = False
    takes_list = False

    def __init__(self, item: Shape, most: int | None = None) -> None:
        self.item = item
        self.most = most

    def normalize(self, value: Any) -> Any:
        if isinstance(value, str):
            value = _parsed(value, "{") or value
        if not isinstance(value, Mapping) or (self.most is not None and len(value) > self.most):
            return value
        return {key: self.item.normalize(one) for key, one in value.items()}

    def has_blank(self, value: Any) -> bool:
        return isinstance(value, Mapping) and any(self.item.has_blank(one) for one in value.values())

    def needs_digits(self, value: Any) -> bool:
        if not isinstance(value, Mapping) or (self.most is not None and len(value) > self.most):
            return False
        return any(self.item.needs_digits(one) for one in value.values())


class Field:
    """A field of a model: its shape, and what its absence means."""

    __slots__ = ("key", "may_be_null", "name", "required", "shape")

    def __init__(self, name: str, key: str, shape: Shape, *, required: bool, may_be_null: bool) -> None:
        self.name = name
        self.key = key
        self.shape = shape
        self.required = required
        self.may_be_null = may_be_null

    def is_absent(self, value: Any) -> bool:
        """Return whether *value* means that the field was left blank."""
        if value is None:
            return not self.required and not self.may_be_null
        if not isinstance(value, str) or value.strip():
            return False
        return not self.shape.takes_text or (not self.required and not value)


class Object:
    """A model. Its fields are set once all models are known, because models may contain themselves."""

    takes_text = False
    takes_list = False

    def __init__(self) -> None:
        self.fields: dict[str, Field] = {}
        self._by_spelling: dict[str, Field] = {}

    def set_fields(self, fields: Sequence[Field]) -> None:
        self.fields = {key: field for field in fields for key in (field.name, field.key)}
        self._by_spelling = {american(field.name): field for field in fields}

    def normalize(self, value: Any) -> Any:
        if isinstance(value, str):
            value = _parsed(value, "{") or value
        if not isinstance(value, Mapping):
            return value
        found = {}
        for key, given in value.items():
            field = self.find(key)
            if field is None:
                found[key] = given
            elif not field.is_absent(given):
                found[key if key in self.fields else field.key] = field.shape.normalize(given)
        return found

    def find(self, key: Any) -> Field | None:
        """Return the field that *key* names, in British spelling too."""
        if not isinstance(key, str):
            return None
        return self.fields.get(key) or self._by_spelling.get(american(key))

    def has_blank(self, value: Any) -> bool:
        for name in getattr(value, "model_fields_set", ()):
            field = self.fields.get(name)
            if field is None:
                continue
            given = getattr(value, name)
            if field.shape.takes_text and not field.required and _is_empty(given):
                return True
            if field.shape.has_blank(given):
                return True
        return False

    def needs_digits(self, value: Any) -> bool:
        given = value.items() if isinstance(value, Mapping) else ()
        found = ((self.find(key), one) for key, one in given)
        return any(field is not None and field.shape.needs_digits(one) for field, one in found)

    def tag_matches(self, value: Mapping[Any, Any]) -> int:
        """Count the fields of *value* that are known here; a choice that does not fit excludes the model."""
        count = 0
        for key, given in value.items():
            field = self.find(key)
            if field is None:
                continue
            count += 1
            if isinstance(field.shape, Choice) and field.required:
                if field.shape.normalize(given) not in field.shape.choices.values:
                    return -1
                count += len(value)
        return count


class File(Object):
    """A file: a reference as an object, or as text. Of its sources, blank ones are kept if all are blank."""

    takes_text = True

    def normalize(self, value: Any) -> Any:
        found = super().normalize(value)
        if isinstance(found, Mapping) and isinstance(value, Mapping) and not _SOURCES & found.keys():
            blank = {key: given for key, given in value.items() if key in _SOURCES and given == ""}
            return {**found, **blank}
        return found


class Alternatives:
    """A value of one of several shapes."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.shapes = shapes
        self.takes_text = any(one.takes_text for one in shapes)
        self.takes_list = any(one.takes_list for one in shapes)

    def normalize(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            objects = [one for one in self.shapes if isinstance(one, Object)]
            if objects:
                return max(objects, key=lambda one: one.tag_matches(value)).normalize(value)
        if isinstance(value, str):
            return self._normalize_text(value)
        return self._by_kind(value)

    def has_blank(self, value: Any) -> bool:
        return any(one.has_blank(value) for one in self.shapes)

    def needs_digits(self, value: Any) -> bool:
        return any(one.needs_digits(value) for one in self.shapes)

    def _normalize_text(self, value: str) -> Any:
        for one in self.shapes:
            if isinstance(one, Choice) and (found := one.normalize(value)) in one.choices.values:
                return found
        if self.takes_text:
            return value
        if isinstance(items := _parsed(value, "["), list):
            return self._by_kind(items)
        if "," in value or value.lstrip().startswith("{") or not self._has_scalar():
            return self._read_as_container(value)
        return value.strip()

    def _read_as_container(self, value: str) -> Any:
        read = (one.normalize(value) for one in self.shapes if isinstance(one, (Object, Table, Items)))
        return next((one for one in read if not isinstance(one, str)), value.strip())

    def _has_scalar(self) -> bool:
        return any(isinstance(one, Scalar) for one in self.shapes)

    def _by_kind(self, value: Any) -> Any:
        is_list = isinstance(value, (list, tuple))
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if is_number and self._has_scalar():
            return value
        if is_list and self.takes_list:
            return self._list_for(value).normalize(value)
        for one in self.shapes:
            if is_number and isinstance(one, (Text, Choice)):
                return one.normalize(value)
        return next((one.normalize(value) for one in self.shapes if isinstance(one, Table)), value)

    def _list_for(self, value: Sequence[Any]) -> Shape:
        """Return the list shape for *value*: of several, the one whose items are lists if these are."""
        shapes = [one for one in self.shapes if one.takes_list]
        nested = any(isinstance(one, (list, tuple)) for one in value)
        fitting = (one for one in shapes if isinstance(one, Items) and one.item.takes_list == nested)
        return next(fitting, shapes[0])


def _parsed(text: str, first: str) -> Any:
    """Return the JSON that *text* holds if it begins with *first*, else None."""
    if not text.lstrip().startswith(first):
        return None
    try:
        return from_json(text)
    except ValueError:
        return None


def _is_empty(value: Any) -> bool:
    if isinstance(value, SecretStr):
        return not value.get_secret_value()
    return isinstance(value, (str, bytes)) and not value
