"""The units that chunks are made of: sentences and words, with their places and headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|\w+|[^\w\s]")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
# After an end mark, or after the quote or bracket that closes behind it. A digit or a small letter that
# follows ". " is no new sentence ("approx. 5 km", "e.g. this").
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"'”\u2019)\]]*\s+(?=[^\sa-z\d])|(?<=[\u3002\uff01\uff1f])[」』”]*\s*|\n[ \t]*\n\s*"
)
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|No|Nr|Fig|[A-Z])\.)\s*$")
_LETTERS_OF_A_TOKEN = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of the text that is not cut. `heading` is the path of headings above it."""

    start: int
    end: int
    tokens: int
    heading: tuple[str, ...] = ()


def count_tokens(text: str) -> int:
    """Estimate the tokens of a text: a word of up to 6 letters, a sign and an ideograph have one each."""
    return sum(1 + (len(found) - 1) // _LETTERS_OF_A_TOKEN for found in _TOKEN.findall(text))


def sections(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the parts of a Markdown text between headings, each with the path of its headings."""
    path: list[tuple[int, str]] = []
    start = 0
    for found in _HEADING.finditer(text):
        if found.start() > start:
            yield start, found.start(), tuple(title for _, title in path)
        level = len(found[1])
        path = [one for one in path if one[0] < level] + [(level, found[2])]
        start = found.start()
    yield start, len(text), tuple(title for _, title in path)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the sentences between *start* and *end*."""
    first = start
    for found in _SENTENCE_END.finditer(text, start, end):
        if "\n" not in found[0] and _ABBREVIATION.search(text, max(first, found.start() - 6), found.start()):
            continue
        yield first, found.end()
        first = found.end()
    if first < end:
        yield first, end


def words(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield pieces of whole words with at most *size* tokens; a longer word is cut."""
    first, tokens = start, 0
    for found in _TOKEN.finditer(text, start, end):
        cost = 1 + (len(found[0]) - 1) // _LETTERS_OF_A_TOKEN
        if tokens and tokens + cost > size:
            yield first, found.start()
            first, tokens = found.start(), 0
        while cost > size:
            cut = first + size * _LETTERS_OF_A_TOKEN
            yield first, cut
            first, cost = cut, cost - size
        tokens += cost
    if first < end:
        yield first, end


def units_of(text: str, size: int, *, by_words: bool) -> list[Unit]:
    """Return the units of a text in order: sentences, or pieces of a long sentence; or words."""
    found: list[Unit] = []
    for start, end, heading in sections(text):
        spans = words(text, start, end, 1) if by_words else sentences(text, start, end)
        for first, last in spans:
            tokens = count_tokens(text[first:last])
            if tokens <= size:
                found.append(Unit(first, last, tokens, heading))
                continue
            pieces = words(text, first, last, size)
            found += [Unit(one, other, count_tokens(text[one:other]), heading) for one, other in pieces]
    return found
