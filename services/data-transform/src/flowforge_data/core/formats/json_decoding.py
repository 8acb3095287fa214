"""Decode JSON: integers of any size and decimals as they are written are kept."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

from flowforge_data.core.faults import NestedTooDeep
from flowforge_tables import UnreadableContent

DEPTH: Final = 500
_PLACE: Final = re.compile(r"byte (\d+)")


def number(text: str) -> float | Decimal:
    """Return a float where its text is the same again, else the decimal as it is written."""
    value = float(text)
    try:
        return value if repr(value) == text else Decimal(text)
    except InvalidOperation as error:
        raise UnreadableContent(
            format="JSON", reason="a number has an exponent of too many digits"
        ) from error


_DECODER: Final = msgspec.json.Decoder(float_hook=number)


def decode(content: bytes | str, form: str = "JSON", line: int | None = None) -> Any:
    """Return the value. Raises UnreadableContent with the place, and NestedTooDeep."""
    try:
        with uncollected():
            return _DECODER.decode(content)
    except RecursionError as error:
        raise NestedTooDeep(limit=DEPTH) from error
    except msgspec.DecodeError as error:
        raise UnreadableContent(format=form, reason=_reason(error, content, line)) from error
    except UnicodeDecodeError as error:
        raise UnreadableContent(format=form, reason="it is not valid UTF-8") from error


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the search for garbage in cycles: it looks again and again at a document that has none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _reason(error: Exception, content: bytes | str, line: int | None) -> str:
    raw = content.encode() if isinstance(content, str) else content
    place = _PLACE.search(str(error))
    if "truncated" in str(error):
        return f"line {line} ends too early" if line else "it ends too early"
    if line is not None:
        return f"line {line} is not valid JSON"
    before = raw[: int(place[1])] if place else b""
    row, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
    return f"it is not valid JSON at line {row}, character {column}"


def decode_objects(block: bytes) -> list[dict[str, Any]] | None:
    """Return the objects of *block*, one a line; None if anything else is in it, or if it is broken.

    Where every line begins with `{` and ends with `}`, no value goes over the end of a line: nothing in JSON
    has `}` and `{` side by side. One value a line is then all that the count allows.
    """
    end = b"}\r\n" if block.endswith(b"}\r\n") else b"}\n"
    count = block.count(b"\n")
    if block[:1] != b"{" or not block.endswith(end) or block.count(end + b"{") != count - 1:
        return None
    try:
        found: list[dict[str, Any]] = _DECODER.decode_lines(block)
    except (RecursionError, msgspec.DecodeError, UnicodeDecodeError, UnreadableContent):
        return None
    return found if len(found) == count else None
