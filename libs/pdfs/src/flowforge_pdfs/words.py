"""Words, lines and rows, put together from characters."""

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flowforge_pdfs.characters import Character, Rectangle

_WORD_GAP, _LINE_GAP = 0.25, 1.5  # of the size of the letters
_LEAST_OVERLAP = 0.5


@dataclass(slots=True)
class Run:
    """Text with its rectangle in points from the top left corner of the shown page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool

    @property
    def rectangle(self) -> Rectangle:
        return Rectangle(
            x=round(self.left, 2),
            y=round(self.top, 2),
            width=round(self.right - self.left, 2),
            height=round(self.bottom - self.top, 2),
        )

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.1)

    def is_level_with(self, other: "Run") -> bool:
        overlap = min(self.bottom, other.bottom) - max(self.top, other.top)
        return overlap > _LEAST_OVERLAP * min(self.height, other.height)


def words_of(characters: Iterable[Character]) -> Iterator[Run]:
    """Yield words in the order of the content."""
    word: Run | None = None
    for character in characters:
        if character.text.isspace():
            if word is not None:
                yield word
            word = None
        elif word is not None and _continues(word, character):
            _extend(word, character)
        else:
            if word is not None:
                yield word
            word = Run(*character)
    if word is not None:
        yield word


def _continues(word: Run, character: Character) -> bool:
    size = max(word.bottom - word.top, character.bottom - character.top, 1.0)
    middle = (character.top + character.bottom) / 2
    beside = -size < character.left - word.right < _WORD_GAP * size or (
        -size < word.left - character.right < _WORD_GAP * size
    )
    stacked = word.left - size / 2 < character.left and character.right < word.right + size / 2
    return (beside and word.top - size / 2 < middle < word.bottom + size / 2) or stacked


def _extend(word: Run, character: Character) -> None:
    word.text += character.text
    word.left, word.right = min(word.left, character.left), max(word.right, character.right)
    word.top, word.bottom = min(word.top, character.top), max(word.bottom, character.bottom)
    word.size = max(word.size, character.size)


def joined(words: Sequence[Run], between: str = " ") -> Run:
    """Return one run of all these words."""
    return Run(
        between.join(word.text for word in words),
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
        statistics.median(word.size for word in words),
        sum(word.bold for word in words) * 2 > len(words),
    )


def lines_of(words: Iterable[Run]) -> Iterator[Run]:
    """Yield lines in the order of the content: words that follow each other on one level."""
    line: list[Run] = []
    for word in words:
        if line and not _is_next(line[-1], word):
            yield joined(line)
            line = []
        line.append(word)
    if line:
        yield joined(line)


def _is_next(word: Run, following: Run) -> bool:
    gap = following.left - word.right
    return word.is_level_with(following) and -word.height < gap < _LINE_GAP * word.height


def rows_of(words: Iterable[Run]) -> list[list[Run]]:
    """Return words by rows, from the top, each from left to right, wherever they stand in the content."""
    rows: list[list[Run]] = []
    for word in sorted(words, key=lambda each: (each.top + each.bottom) / 2):
        if rows and rows[-1][0].is_level_with(word):
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda each: each.left)
    return rows


def segments_of(row: Sequence[Run], gap: float = 1.0) -> list[Run]:
    """Join the words of a row where they are closer than *gap* times their height."""
    segments: list[list[Run]] = []
    for word in row:
        if segments and word.left - segments[-1][-1].right < gap * word.height:
            segments[-1].append(word)
        else:
            segments.append([word])
    return [joined(segment) for segment in segments]
