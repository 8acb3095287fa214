"""Nested documents as flat objects, and back."""

import re
from typing import Any, Final

from flowforge_data.core.faults import FlatKeysRepeat, KeysConflict

MAX_INDEX: Final = 100_000
_INDEX: Final = re.compile(r"\[(\d{1,6})\]")


def flat(value: Any, separator: str, *, lists: bool) -> dict[str, Any]:
    """Return one object: a key for each value that is no object (and no list, with *lists*).

    Raises FlatKeysRepeat where two values would get one key, as in `{"a.b": 1, "a": {"b": 2}}`.
    """
    found: dict[str, Any] = {}
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        name, one = waiting.pop()
        if isinstance(one, dict) and one:
            waiting += [
                (f"{name}{separator}{key}" if name else key, inner)
                for key, inner in reversed(list(one.items()))
            ]
        elif lists and isinstance(one, list) and one:
            waiting += [(f"{name}[{place}]", inner) for place, inner in reversed(list(enumerate(one)))]
        elif name in found:
            raise FlatKeysRepeat(key=name)
        else:
            found[name] = one
    return found


def nested(row: dict[str, Any], separator: str) -> Any:
    """Return the nested document. Raises KeysConflict where two keys want different things in one place."""
    root: dict[str, Any] = {}
    for key, value in row.items():
        _put(root, _parts(key, separator), value, key)
    return _lists(root)


class _Place(int):
    """A place in a list, while the list is still an object."""


def _parts(key: str, separator: str) -> list[Any]:
    parts: list[Any] = []
    for word in key.split(separator):
        name = _INDEX.sub("", word)
        parts += [name] if name or not _INDEX.search(word) else []
        parts += [_Place(place) for place in _INDEX.findall(word)]
    return parts


def _put(root: dict[Any, Any], parts: list[Any], value: Any, key: str) -> None:
    here = root
    for part in parts[:-1]:
        _check_kind(here, part, key)
        here = here.setdefault(part, {})
        if not isinstance(here, dict):
            raise KeysConflict(key=key, other=str(part))
    _check_kind(here, parts[-1], key)
    if parts[-1] in here:
        raise KeysConflict(key=key, other=str(parts[-1]))
    here[parts[-1]] = value


def _check_kind(here: dict[Any, Any], part: Any, key: str) -> None:
    """Raise KeysConflict where one key wants a list in the place in which another wants an object."""
    other = next(iter(here), None)
    if other is not None and isinstance(other, _Place) != isinstance(part, _Place):
        raise KeysConflict(key=key, other=f"[{other}]" if isinstance(other, _Place) else str(other))


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, _Place) for key in value):
        size = max(value) + 1
        if size > MAX_INDEX:
            raise KeysConflict(key=f"[{size - 1}]", other="a list of that length")
        return [_lists(value.get(place)) for place in range(size)]
    return {str(key): _lists(one) for key, one in value.items()}
