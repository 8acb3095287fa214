"""A long text in pieces that a model takes, each with its place in the whole."""

import re
from dataclasses import dataclass

_BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"[.!?]\s+|[\u3002\uff01\uff1f]|\n"), re.compile(r"\s+"))
_LATEST_PART = 0.6


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece, and where it starts in the whole, in code points."""

    start: int
    text: str


def split(text: str, size: int, overlap: int = 0) -> list[Chunk]:
    """Cut *text* into pieces of *size* characters at most, each *overlap* before the end of the last.

    Cuts fall between paragraphs where they can, else between sentences, else between words.
    """
    chunks: list[Chunk] = []
    start = 0
    while True:
        end = _end(text, start, size)
        chunks.append(Chunk(start, text[start:end]))
        if end >= len(text):
            return chunks
        start = max(_word_start(text, end - overlap), start + 1) if overlap else end


def _end(text: str, start: int, size: int) -> int:
    if start + size >= len(text):
        return len(text)
    earliest = start + int(size * _LATEST_PART)
    for pattern in _BREAKS:
        ends = [match.end() for match in pattern.finditer(text, earliest, start + size)]
        if ends:
            return ends[-1]
    return start + size


def _word_start(text: str, place: int) -> int:
    """Return the nearest place at or before *place* where a word begins."""
    limit = max(place - 40, 0)
    while place > limit and not text[place - 1].isspace():
        place -= 1
    return place
