"""The steps of a pipeline: what each needs, and the values that its references stand for.

A reference is a whole text, `$steps.<step>.<path>` or `$parameters.<name>`; a path goes through fields
and numbers of lists.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

_REFERENCE = re.compile(r"\$(steps|parameters)\.([A-Za-z0-9_-]+)((?:\.[A-Za-z0-9_-]+)*)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that stands for a value; `place` is where it is in the request."""

    text: str
    place: str
    kind: str
    name: str
    path: tuple[str, ...]


class NoValue(Exception):
    """A reference has no value: the result of its step lacks the path."""


def reference_of(value: Any, place: str = "") -> Reference | None:
    """Return the reference that *value* is, None for any other value."""
    if not isinstance(value, str) or (found := _REFERENCE.fullmatch(value.strip())) is None:
        return None
    path = tuple(found[3].split(".")[1:])
    return Reference(value, place, found[1], found[2], path)


def references(value: Any, place: str) -> Iterator[Reference]:
    """Yield every reference within *value*."""
    if (found := reference_of(value, place)) is not None:
        yield found
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from references(inner, f"{place}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from references(inner, f"{place}[{number}]")


def resolve(value: Any, results: Mapping[str, Any], parameters: Mapping[str, Any]) -> Any:
    """Return *value* with its references replaced. Raises NoValue."""
    if (found := reference_of(value)) is not None:
        known = results if found.kind == "steps" else parameters
        if found.name not in known:
            raise NoValue(found.text)
        return _walk(known[found.name], found)
    if isinstance(value, dict):
        return {name: resolve(inner, results, parameters) for name, inner in value.items()}
    if isinstance(value, list):
        return [resolve(inner, results, parameters) for inner in value]
    return value


def _walk(value: Any, reference: Reference) -> Any:
    for part in reference.path:
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            raise NoValue(reference.text)
    return value


def cycle_in(needs: Mapping[str, set[str]]) -> list[str] | None:
    """Return steps that wait for each other in a circle, None if there is no circle."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return None
