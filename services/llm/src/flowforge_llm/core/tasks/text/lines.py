"""A text taken apart into what is said and what holds it, line by line, and put together again."""

import re
from collections import Counter
from dataclasses import dataclass

_LINE = re.compile(
    r"(?P<before>\s*(?:(?:[-*+•>]|\d{1,3}[.)]|\#{1,6})\s+)*)(?P<said>.*?)(?P<after>\s*)", re.DOTALL
)
_KEPT = re.compile(
    r"\{\{[^{}]{1,80}\}\}|\$?\{[^{}\s]{1,60}\}|%(?:\(\w{1,40}\))?[sdif]\b|\[[A-Z][A-Z_]*_\d+\]|"
    r"</?[A-Za-z][^<>]{0,300}>|https?://[^\s<>()]+|`[^`\n]{1,200}`|\b[\w.+-]+@[\w-]+\.[\w.-]+\b"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: list marks and white space around, and the words between, which alone are changed."""

    before: str
    said: str
    after: str

    @property
    def has_words(self) -> bool:
        return any(character.isalpha() for character in _KEPT.sub("", self.said))


def take_apart(text: str) -> list[Line]:
    """Return the lines of *text*; put together they are the same text again."""
    lines: list[Line] = []
    for line in text.splitlines(keepends=True):
        match = _LINE.fullmatch(line)
        parts = (match["before"], match["said"], match["after"]) if match else ("", line, "")
        lines.append(Line(*parts))
    return lines


def kept_parts(text: str) -> Counter[str]:
    """Return what must come through unchanged: placeholders, tags, addresses, code."""
    return Counter(_KEPT.findall(text))


def lost_parts(before: str, after: str) -> list[str]:
    """Return what of *before* must be in *after* and is not."""
    return sorted((kept_parts(before) - kept_parts(after)).elements())
