"""What is to be found: texts, patterns and kinds of personal data, each in any text that it is shown."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\u00ad"), "-")
_SOFT_HYPHEN = "\u00ad"
_SHORT = 5  # letters: a shorter word that white space interrupts must be a whole word
# What is not drawn: formats, joiners, fillers, selectors of variants, tags.
_LIGHT_RANGES = (
    (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xE0000, 0xE0FFF),
)  # fmt: skip
_LIGHT = {code: None for first, last in _LIGHT_RANGES for code in range(first, last + 1)}


@lru_cache(maxsize=65_536)
def plain(text: str, *, fold: bool = True) -> str:
    """Return *text* as it is compared: compatible forms, dashes and cases made one, nothing invisible."""
    text = unicodedata.normalize("NFKC", text).translate(_LIGHT).translate(_DASHES)
    return unicodedata.normalize("NFKC", text.casefold()) if fold else text


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: what it says, and which thing it came from."""

    text: str
    origin: int


class Haystack:
    """A text put together from pieces, in the forms in which it is searched.

    `spaced` keeps one blank where there is white space; `tight` has none. Soft hyphens are dashes here, as
    fonts name their hyphens so; a twin is without them, and without hyphens at the ends of lines.
    """

    def __init__(self, pieces: Iterable[Piece]) -> None:
        pieces = list(pieces)
        joined = _without_hyphens(pieces)
        self._twin = Haystack(joined) if joined is not None else None
        spaced: list[str] = []
        self._spaced_origins: list[int] = []
        tight: list[str] = []
        self._tight_origins: list[int] = []
        self._tight_starts: list[bool] = []
        gap = True
        for piece in pieces:
            text = plain(piece.text, fold=False)
            if not text.strip():
                gap = gap or bool(text) or not piece.text
                continue
            if gap and spaced:
                spaced.append(" ")
                self._spaced_origins.append(piece.origin)
            for character in text:
                spaced.append(character)
                self._spaced_origins.append(piece.origin)
                if character.isspace():
                    gap = True
                    continue
                for folded in plain(character):
                    tight.append(folded)
                    self._tight_origins.append(piece.origin)
                    self._tight_starts.append(gap)
                    gap = False
        self.spaced = "".join(spaced)
        self.tight = "".join(tight)

    def forms(self) -> Iterator["Haystack"]:
        """Yield this text, and its twin if it has one."""
        yield self
        if self._twin is not None:
            yield self._twin

    def tight_origins(self, start: int, end: int) -> set[int]:
        return set(self._tight_origins[start:end])

    def spaced_origins(self, start: int, end: int) -> set[int]:
        return set(self._spaced_origins[start:end])

    def is_interrupted(self, start: int, positions: Iterable[int]) -> bool:
        """Return whether white space stands before one of these *positions*, counted from *start*."""
        return any(self._tight_starts[start + each] for each in positions)

    def is_word(self, start: int, end: int) -> bool:
        """Return whether a part of the tight text is whole words."""
        before = start == 0 or self._tight_starts[start] or not self.tight[start - 1].isalnum()
        after = end >= len(self.tight) or self._tight_starts[end] or not self.tight[end].isalnum()
        return before and after


def _without_hyphens(pieces: Sequence[Piece]) -> list[Piece] | None:
    """Join the words that soft hyphens or line ends divide; None if there are none."""
    kept: list[Piece] = []
    changed = False
    hyphen: int | None = None  # where a hyphen stands in *kept*, as long as only white space follows
    for piece in pieces:
        text = piece.text.replace(_SOFT_HYPHEN, "")
        changed = changed or text != piece.text
        if piece.text and not text:
            continue
        if hyphen is not None and text.strip():
            if any("\n" in each.text for each in kept[hyphen + 1 :]):
                del kept[hyphen:]
                changed = True
            hyphen = None
        if plain(text) == "-":
            hyphen = len(kept)
        kept.append(Piece(text, piece.origin))
    return kept if changed else None


class Matcher(Protocol):
    """Finds something in a haystack."""

    def find(self, text: Haystack) -> Iterator[set[int]]:
        """Yield the origins of every match."""
        ...


@dataclass(frozen=True, slots=True)
class TextMatcher:
    """Finds a text in any spelling of white space, and written backwards too.

    A word of a few letters is not found across white space inside other words: 'but here' does not say 'the'.
    """

    text: str
    whole_words: bool = False

    def find(self, text: Haystack) -> Iterator[set[int]]:
        words = plain(self.text).split()
        wanted = "".join(words)
        is_short = len(wanted) < _SHORT and all(letter.lower() != letter.upper() for letter in wanted)
        for form in text.forms():
            for needle, parts in {wanted: words, wanted[::-1]: words[::-1]}.items():
                inner = _inner_positions(parts) if is_short else None
                yield from self._find(form, needle, inner)

    def _find(self, text: Haystack, needle: str, inner: list[int] | None) -> Iterator[set[int]]:
        start = text.tight.find(needle)
        while start >= 0:
            end = start + len(needle)
            whole = self.whole_words or (inner is not None and text.is_interrupted(start, inner))
            if not whole or text.is_word(start, end):
                yield text.tight_origins(start, end)
            start = text.tight.find(needle, start + 1)


def _inner_positions(words: Sequence[str]) -> list[int]:
    """Return the positions in a text without its white space that lie inside its words."""
    positions: list[int] = []
    start = 0
    for word in words:
        positions += range(start + 1, start + len(word))
        start += len(word)
    return positions


@dataclass(frozen=True, slots=True)
class PatternMatcher:
    """Finds a compiled regular expression, in the text with and without its white space."""

    pattern: Any

    def find(self, text: Haystack) -> Iterator[set[int]]:
        for form in text.forms():
            for hit in self.pattern.finditer(form.spaced):
                if hit.end() > hit.start():
                    yield form.spaced_origins(hit.start(), hit.end())


@dataclass(frozen=True, slots=True)
class PersonalDataMatcher:
    """Finds kinds of personal data."""

    types: frozenset[str]
    regions: tuple[str, ...]

    def find(self, text: Haystack) -> Iterator[set[int]]:
        from flowforge_pii.finding import find_personal_data  # noqa: PLC0415 - few calls need it

        for form in text.forms():
            for span in find_personal_data(form.spaced, regions=list(self.regions)):
                if span.type in self.types:
                    yield form.spaced_origins(span.start, span.end)


def pieces_of(text: str) -> Iterator[Piece]:
    """Yield the characters of a plain text, each its own origin."""
    return (Piece(character, at) for at, character in enumerate(text))


def matches(text: str, matchers: Sequence[Matcher]) -> set[int]:
    """Return the positions in *text* of all characters that anything matches."""
    haystack = Haystack(pieces_of(text))
    found: set[int] = set()
    for matcher in matchers:
        for origins in matcher.find(haystack):
            found |= origins
    return found


def scrubbed(text: str, matchers: Sequence[Matcher]) -> str | None:
    """Return *text* without what is matched; None if nothing is."""
    found = matches(text, matchers)
    if not found:
        return None
    return "".join(character for at, character in enumerate(text) if at not in found)
