"""Find what a model quotes in the text that it quotes from."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_SINGLE, _DOUBLE = "\u2018\u2019\u201a\u201b\u2032\u0060\u00b4", "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_ALIKE = {ord(one): mark for group, mark in ((_SINGLE, "'"), (_DOUBLE, '"'), (_DASHES, "-")) for one in group}
_CJK = 0x2E80


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text, in code points."""

    start: int
    end: int


class Source:
    """A text, searched exactly first, then without regard to case, space, kinds of quotes and dashes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded, self._places = _fold(text)

    def locate(self, quote: str, after: int = 0) -> Span | None:
        """Return the first place of *quote* from *after* on, or None. Words are found whole."""
        if not quote.strip():
            return None
        for start in _occurrences(quote, self.text, after):
            if _is_whole(self.text, start, start + len(quote)):
                return Span(start, start + len(quote))
        folded = fold(quote)
        for start in _occurrences(folded, self._folded, bisect_left(self._places, after)):
            if _is_whole(self._folded, start, start + len(folded)):
                return Span(self._places[start], self._places[start + len(folded) - 1] + 1)
        return None


def _occurrences(part: str, text: str, after: int) -> Iterator[int]:
    start = text.find(part, after) if part else -1
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether no word is cut at either end, in scripts that part words by spaces."""
    pairs = [text[place - 1 : place + 1] for place in (start, end) if 0 < place < len(text)]
    return not any(pair.isalnum() and max(map(ord, pair)) < _CJK for pair in pairs)


def fold(text: str) -> str:
    """Return *text* as it is compared."""
    return _fold(text)[0].strip()


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the text as it is compared, and where each of its characters comes from."""
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isspace():
            if pieces and pieces[-1] != " ":
                pieces.append(" ")
                places.append(place)
            continue
        for one in unicodedata.normalize("NFKC", character).translate(_ALIKE).casefold():
            pieces.append(one)
            places.append(place)
    return "".join(pieces), places
