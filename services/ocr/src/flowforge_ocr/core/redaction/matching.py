"""Find texts, patterns and personal data on a page, and the boxes of the words that they touch."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.engines.recognized import Word
from servicekit import InvalidInput


class InvalidRedactionPattern(InvalidInput):
    code = "OCR_PATTERN_INVALID"
    message = "'patterns' has '{pattern}', which is no regular expression of RE2: {reason}."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to find: compiled patterns, and kinds of personal data in some countries."""

    patterns: tuple[Any, ...] = ()
    personal_data: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()


@dataclass(slots=True)
class PageText:
    """The text of a page in reading order, with the word that each character belongs to."""

    text: str = ""
    starts: list[tuple[int, int, Word]] = field(default_factory=list)

    @classmethod
    def of(cls, page: ReadPage) -> "PageText":
        made, parts, at = cls(), [], 0
        for line in page.lines:
            for word in line.words:
                made.starts.append((at, at + len(word.text), word))
                parts.append(word.text)
                at += len(word.text) + 1
        made.text = " ".join(parts)
        return made

    def words(self, start: int, end: int) -> list[Word]:
        return [word for first, after, word in self.starts if first < end and after > start]


def compile_patterns(texts: Sequence[str], patterns: Sequence[str]) -> tuple[Any, ...]:
    """Return compiled patterns; texts match with any white space. Raises InvalidRedactionPattern."""
    import re2  # noqa: PLC0415 - few calls need it

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 16 << 20
    options.case_sensitive = False
    sources = [r"\s*".join(re2.escape(part) for part in re.findall(r"\w+|[^\w\s]", text)) for text in texts]
    compiled = []
    for source in (*sources, *patterns):
        try:
            compiled.append(re2.compile(source, options))
        except re2.error as error:
            reason = str(error).strip("b'\"").rstrip(".")[:200]
            raise InvalidRedactionPattern(pattern=source[:80], reason=reason) from error
    return tuple(compiled)


def find_words(page: ReadPage, wanted: Wanted) -> Iterator[list[Word]]:
    """Yield the words of every match."""
    text = PageText.of(page)
    for pattern in wanted.patterns:
        for hit in pattern.finditer(text.text):
            if hit.end() > hit.start() and (words := text.words(hit.start(), hit.end())):
                yield words
    if wanted.personal_data:
        from flowforge_pii import find_personal_data  # noqa: PLC0415 - few calls need it

        for span in find_personal_data(text.text, regions=list(wanted.regions)):
            if span.type in wanted.personal_data:
                yield text.words(span.start, span.end)
