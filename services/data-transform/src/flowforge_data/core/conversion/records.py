"""Find the rows of a document: the list that is named, or the only one there is."""

from collections.abc import Iterator
from typing import Any, Final

from flowforge_data.core.faults import NoTable

MAX_DEPTH: Final = 6


def records_of(document: Any, path: str | None, notes_path: list[str]) -> list[dict[str, Any]]:
    """Return the rows. Raises NoTable. The path that was found is put into *notes_path*."""
    if path:
        found = _follow(document, path)
        return _rows(found if isinstance(found, list) else [found])
    if isinstance(document, list):
        return _rows(document)
    if not isinstance(document, dict):
        raise NoTable(where="")
    lists = list(_lists(document, "", 0))
    if len(lists) > 1:
        names = ", ".join(f'"{name}"' for name, _ in lists[:5])
        raise NoTable(where=f" of its own: it has several lists ({names})")
    if lists:
        notes_path.append(lists[0][0])
        return _rows(lists[0][1])
    return [_innermost(document)]


def _rows(items: list[Any]) -> list[dict[str, Any]]:
    return [item if isinstance(item, dict) else {"value": item} for item in items]


def _follow(document: Any, path: str) -> Any:
    value = document
    for part in path.split("."):
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            raise NoTable(where=f" at '{path}': there is no '{part}'")
    return value


def _lists(value: dict[str, Any], path: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    for key, inner in value.items():
        name = f"{path}.{key}" if path else key
        if isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner):
            yield name, inner
        elif isinstance(inner, dict) and depth < MAX_DEPTH:
            yield from _lists(inner, name, depth + 1)


def _innermost(value: dict[str, Any]) -> dict[str, Any]:
    """An object around a single object is no row: XML of one row is written so."""
    while len(value) == 1 and isinstance(inner := next(iter(value.values())), dict):
        value = inner
    return value
