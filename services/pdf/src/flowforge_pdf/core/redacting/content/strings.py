"""The texts that a string of a document may be read as."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pikepdf

_DEEPEST = 40


def readings(value: pikepdf.String) -> Iterator[str]:
    """Yield what a string says: as it is meant, as UTF-16 without its mark, and with its escapes decoded."""
    text, raw = str(value), bytes(value)
    yield text
    if b"\0" in raw:
        yield raw.decode("utf-16-be", "ignore")
        yield raw.decode("utf-16-le", "ignore")
    if "%" in text:
        yield unquote(text)


def strings_in(value: Any, depth: int = 0) -> Iterator[pikepdf.String]:
    """Yield the strings in an operand."""
    if isinstance(value, pikepdf.String):
        yield value
    elif depth < _DEEPEST and isinstance(value, pikepdf.Array):
        for each in value:
            yield from strings_in(each, depth + 1)
    elif depth < _DEEPEST and isinstance(value, pikepdf.Dictionary):
        for each in value.values():
            yield from strings_in(each, depth + 1)


def texts_of(value: Any, depth: int = 0) -> Iterator[tuple[str, bool]]:
    """Yield the texts in an object, and its names: the latter marked so."""
    if isinstance(value, pikepdf.Name):
        yield str(value), True
    elif isinstance(value, pikepdf.String):
        yield from ((text, False) for text in readings(value))
    elif depth < _DEEPEST and isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        is_trailer = "/Root" in value
        for key, each in value.items():
            yield key, True
            if not (is_trailer and key == "/ID"):  # random bytes: those of the source are dropped
                yield from _inside(each, depth)
    elif depth < _DEEPEST and isinstance(value, pikepdf.Array):
        for each in value:
            yield from _inside(each, depth)


def _inside(value: Any, depth: int) -> Iterator[tuple[str, bool]]:
    """Yield the texts of a value that is no object of its own."""
    if not isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) or not value.is_indirect:
        yield from texts_of(value, depth + 1)
