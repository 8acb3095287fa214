"""Read a call, or an answer in words, out of JSON that arrives in pieces."""

import json
import re
from dataclasses import dataclass
from enum import Enum

_CALL = re.compile(r'\s*\{\s*"tool"\s*:\s*("(?:[^"\\]|\\.)*")\s*,\s*"arguments"\s*:\s*(?=\S)')
_ANSWER = re.compile(r'\s*\{\s*"answer"\s*:\s*(?=\S)')
_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_WHOLE = (
    re.compile(  # characters of a JSON string that are there completely; half of a pair waits for the rest
        rf'(?:[^"\\]|\\["\\/bfnrt]|{_HIGH}{_LOW}|{_HIGH}(?=[^\\]|\\[^u]|\\u(?![dD][c-fC-F])..)'
        r"|\\u(?![dD][89abAB])[0-9a-fA-F]{4})*"
    )
)


class _Place(Enum):
    HEAD = "head"
    WORDS = "words"
    VALUE = "value"
    END = "end"


@dataclass(frozen=True, slots=True)
class Piece:
    """What is new: the name of a call that begins, some of its arguments, some words."""

    call: str | None = None
    arguments: str = ""
    words: str = ""


class CallScanner:
    """One answer. Feed it text; what it cannot tell yet it keeps."""

    def __init__(self, *, words_are_text: bool) -> None:
        """An answer in words is a JSON text that is decoded, or a JSON value that is passed as it stands."""
        self._words_are_text = words_are_text
        self._place = _Place.HEAD
        self._rest = ""
        self._depth = 0
        self._in_text = False
        self._is_escaped = False
        self.has_called = False

    def feed(self, text: str) -> Piece:
        self._rest += text
        call = self._enter() if self._place is _Place.HEAD else None
        if self._place is _Place.WORDS:
            return Piece(words=self._decoded())
        if self._place is _Place.VALUE:
            value = self._raw()
            return Piece(call, value) if self.has_called else Piece(words=value)
        return Piece()

    def _enter(self) -> str | None:
        """Find out which of the two it is, and return the name of a call."""
        if found := _CALL.match(self._rest):
            self._place, self.has_called = _Place.VALUE, True
            self._rest = self._rest[found.end() :]
            return str(json.loads(found[1]))
        if found := _ANSWER.match(self._rest):
            is_text = self._words_are_text and self._rest[found.end()] == '"'
            self._place = _Place.WORDS if is_text else _Place.VALUE
            self._rest = self._rest[found.end() + is_text :]
        return None

    def _decoded(self) -> str:
        found = _WHOLE.match(self._rest)
        whole = found[0] if found else ""
        self._rest = self._rest[len(whole) :]
        if self._rest.startswith('"'):
            self._place = _Place.END
        text = str(json.loads(f'"{whole}"', strict=False))
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _raw(self) -> str:
        """Return what belongs to the value: it ends with its own bracket, or before that of the whole."""
        for index, character in enumerate(self._rest):
            depth = self._deepen(character)
            if depth < 0 or (depth == 0 and character in "}]" and not self._in_text):
                value = self._rest[: index + (depth == 0)]
                self._place, self._rest = _Place.END, ""
                return value
        value, self._rest = self._rest, ""
        return value

    def _deepen(self, character: str) -> int:
        """Return how deep in brackets the value is after *character*."""
        if self._in_text:
            if self._is_escaped:
                self._is_escaped = False
            elif character == "\\":
                self._is_escaped = True
            else:
                self._in_text = character != '"'
        elif character == '"':
            self._in_text = True
        elif character in "{[":
            self._depth += 1
        elif character in "}]":
            self._depth -= 1
        return self._depth
