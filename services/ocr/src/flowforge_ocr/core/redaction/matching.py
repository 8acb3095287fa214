"""Find texts, patterns and personal data on a page, and the words that they touch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.engines.recognized import Word
from flowforge_pii.haystacks import Haystack, Matcher, PatternMatcher, PersonalDataMatcher, Piece, TextMatcher
from servicekit import InvalidInput


class InvalidRedactionPattern(InvalidInput):
    code = "OCR_PATTERN_INVALID"
    message = "'patterns' has '{pattern}', which is no regular expression of RE2: {reason}."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to find: texts and patterns, and kinds of personal data in some countries."""

    matchers: tuple[Matcher, ...] = ()
    personal_data: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()

    def all(self) -> Iterator[Matcher]:
        yield from self.matchers
        if self.personal_data:
            yield PersonalDataMatcher(self.personal_data, self.regions)


def matchers_of(texts: Sequence[str], patterns: Sequence[str]) -> tuple[Matcher, ...]:
    """Return what finds texts, in any spacing, and patterns. Raises InvalidRedactionPattern."""
    import re2  # noqa: PLC0415 - few calls need it

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 16 << 20
    options.case_sensitive = False
    matchers: list[Matcher] = [TextMatcher(text) for text in texts]
    for source in patterns:
        try:
            matchers.append(PatternMatcher(re2.compile(source, options)))
        except re2.error as error:
            reason = str(error).strip("b'\"").rstrip(".")[:200]
            raise InvalidRedactionPattern(pattern=source[:80], reason=reason) from error
    return tuple(matchers)


def find_words(page: ReadPage, wanted: Wanted) -> Iterator[list[Word]]:
    """Yield the words of every match."""
    words = [word for line in page.lines for word in line.words]
    text = Haystack(_pieces(words))
    for matcher in wanted.all():
        for origins in matcher.find(text):
            if origins:
                yield [words[at] for at in sorted(origins)]


def _pieces(words: Sequence[Word]) -> Iterator[Piece]:
    for at, word in enumerate(words):
        yield Piece(word.text, at)
        yield Piece(" ", at)
