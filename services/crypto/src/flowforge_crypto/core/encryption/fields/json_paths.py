"""Fields of a JSON document by JSONPath (RFC 9535), and the document with them replaced."""

import copy
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field

from servicekit import InvalidInput, ResourceLimit

Paths = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=500)]],
    Field(
        min_length=1, max_length=50, description="JSONPath expressions, such as $.customer.email or $..iban."
    ),
]
MAX_FIELDS = 10_000


class InvalidJsonPath(InvalidInput):
    code = "JSONPATH_INVALID"
    message = "'paths' contains \"{path}\", which is not a JSONPath (RFC 9535), such as $.customer.email."


class RootChosen(InvalidInput):
    code = "JSONPATH_IS_ROOT"
    message = "'paths' contains \"{path}\", which selects the whole document: select fields of it."


class TooManyFields(ResourceLimit):
    code = "JSON_TOO_MANY_FIELDS"
    message = "'paths' select more than {limit} fields of 'document': send less at once."


def replace(document: Any, paths: list[str], change: Callable[[Any], Any]) -> tuple[Any, int]:
    """Return a copy of *document* with every field on *paths* changed, and how many there were.

    A field within a chosen field is not changed by itself. Raises InvalidJsonPath, RootChosen, TooManyFields.
    """
    chosen: dict[tuple[str | int, ...], None] = {}
    for path in paths:
        for location in _locations(document, path):
            chosen[location] = None
            if len(chosen) > MAX_FIELDS:
                raise TooManyFields(limit=MAX_FIELDS)
    outermost = [one for one in chosen if not any(one[:size] in chosen for size in range(1, len(one)))]
    changed = copy.deepcopy(document)
    for location in outermost:
        holder = changed
        for part in location[:-1]:
            holder = holder[part]
        holder[location[-1]] = change(holder[location[-1]])
    return changed, len(outermost)


def replace_texts(document: Any, change: Callable[[str], Any]) -> Any:
    """Return *document* with every text in it changed, at any depth."""
    if isinstance(document, str):
        return change(document)
    if isinstance(document, list):
        return [replace_texts(one, change) for one in document]
    if isinstance(document, dict):
        return {name: replace_texts(one, change) for name, one in document.items()}
    return document


def _locations(document: Any, path: str) -> list[tuple[str | int, ...]]:
    import jsonpath_rfc9535  # noqa: PLC0415 - in the worker process only

    try:
        found = [tuple(node.location) for node in jsonpath_rfc9535.find(path, document)]
    except (jsonpath_rfc9535.JSONPathError, RecursionError) as error:
        raise InvalidJsonPath(path=path) from error
    if () in found:
        raise RootChosen(path=path)
    return found
