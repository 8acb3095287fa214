"""Differences of two documents, value by value."""

from collections.abc import Iterator
from typing import Any

Change = tuple[str, str, Any, Any]


def changes(old: Any, new: Any, pointer: str = "") -> Iterator[Change]:
    """Yield pointer, kind, old and new value of every difference. Lists are compared place by place."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _member(old, new, key, f"{pointer}/{_escaped(key)}")
    elif isinstance(old, list) and isinstance(new, list):
        left, right = dict(enumerate(old)), dict(enumerate(new))
        for place in range(max(len(old), len(new))):
            yield from _member(left, right, place, f"{pointer}/{place}")
    elif type(old) is not type(new) or old != new:
        yield pointer, "changed", old, new


def _member(old: dict[Any, Any], new: dict[Any, Any], key: Any, pointer: str) -> Iterator[Change]:
    if key not in new:
        yield pointer, "removed", old[key], None
    elif key not in old:
        yield pointer, "added", None, new[key]
    else:
        yield from changes(old[key], new[key], pointer)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
