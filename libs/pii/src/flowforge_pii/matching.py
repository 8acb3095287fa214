"""Regular expressions with a check, and words in front of a match that make it likelier or rule it out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flowforge_pii.spans import PiiType, Span

BEFORE = 60  # characters in front of a match that are searched for context words


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression; the group `value`, if it has one, is what is found.

    *context* must match in front of a value to raise its confidence to *with_context*; *not_after* rules a
    value out.
    """

    type: PiiType
    regex: re.Pattern[str]
    confidence: float
    check: Callable[[str], bool] | None = None
    region: str | None = None
    context: re.Pattern[str] | None = None
    with_context: float = 0.95
    not_after: re.Pattern[str] | None = None

    def find(self, text: str) -> Iterator[Span]:
        group = "value" if "value" in self.regex.groupindex else 0
        for match in self.regex.finditer(text):
            start, end = match.span(group)
            confidence = self._confidence(text, start)
            if confidence and (self.check is None or self.check(text[start:end])):
                yield Span(self.type, text[start:end], start, end, confidence, self.region)

    def _confidence(self, text: str, start: int) -> float:
        if self.not_after is not None and has_before(text, start, self.not_after):
            return 0
        if self.context is not None and has_before(text, start, self.context):
            return self.with_context
        return self.confidence


def has_before(text: str, start: int, words: re.Pattern[str]) -> bool:
    """Return whether *words* occur in the sentence in front of *start*."""
    return words.search(text[max(start - BEFORE, 0) : start]) is not None


def words(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern of whole words, in any case."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


def just_before(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern of words that stand directly in front of a value."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})[\s:#.]{{0,3}}$", re.IGNORECASE)
