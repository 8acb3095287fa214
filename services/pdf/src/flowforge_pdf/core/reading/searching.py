"""Find texts and patterns on a page, with the boxes of what was found."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flowforge_pdfs.characters import Character, Rectangle
from flowforge_pdfs.words import Run, joined
from servicekit import InvalidInput

_CONTEXT = 40


class InvalidPattern(InvalidInput):
    code = "PDF_PATTERN_INVALID"
    message = "'{field}' is not a regular expression that is supported (RE2): {reason}."


@dataclass(frozen=True, slots=True)
class Found:
    text: str
    before: str
    after: str
    boxes: list[Rectangle]


class SearchableText:
    """The text of a page in one line, with the character that each letter of it came from."""

    def __init__(self, characters: Iterable[Character], *, fold: bool) -> None:
        self._characters: list[Character] = []
        plain: list[str] = []
        self._origins: list[int] = []
        for character in characters:
            text = " " if character.text.isspace() else character.text
            if text == " " and (not plain or plain[-1] == " "):
                continue
            text = unicodedata.normalize("NFKC", text) or text
            text = text.casefold() if fold else text
            plain += text
            self._origins += [len(self._characters)] * len(text)
            self._characters.append(character)
        self.text = "".join(plain)

    def found(self, start: int, end: int) -> Found:
        indexes = sorted(set(self._origins[start:end]))
        characters = [self._characters[index] for index in indexes]
        return Found(
            text="".join(" " if each.text.isspace() else each.text for each in characters),
            before=self.text[max(0, start - _CONTEXT) : start],
            after=self.text[end : end + _CONTEXT],
            boxes=[line.rectangle for line in _lines(characters)],
        )


def _lines(characters: Sequence[Character]) -> Iterator[Run]:
    line: list[Run] = []
    for character in characters:
        if character.text.isspace():
            continue
        run = Run(*character)
        if line and not line[-1].is_level_with(run):
            yield joined(line, "")
            line = []
        line.append(run)
    if line:
        yield joined(line, "")


def compile_pattern(
    text: str, *, regex: bool, ignore_case: bool, whole_words: bool, field: str = "text"
) -> Any:
    """Return a compiled RE2 pattern, whose time is linear in the text. Raises InvalidPattern."""
    import re2  # noqa: PLC0415 - few calls need it

    folded = unicodedata.normalize("NFKC", text)
    if not regex:
        words = (folded.casefold() if ignore_case else folded).split()
        source = r"\s+".join(re2.escape(word) for word in words)
    else:
        source = folded
    if whole_words:
        source = rf"(?:^|\b)(?:{source})(?:\b|$)"
    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.log_errors = False
    options.max_mem = 16 << 20
    try:
        return re2.compile(source, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "it cannot be read"
        reason = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise InvalidPattern(field=field, reason=reason) from error
