"""Headings, paragraphs, list items and tables of a page, in reading order."""

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from flowforge_pdf.core.reading.tables import Table
from flowforge_pdfs.words import Run, lines_of

_BULLET = re.compile(r"^(?:[\u2022\u25aa\u25cf\u25e6\u2023\u00b7\u2013*-]|(?P<number>\d{1,3})[.)])\s+")
_PARAGRAPH_GAP, _LARGER = 0.4, 1.15
_HEADING_WORDS = 25
_LEVELS = ((1.8, 1), (1.4, 2), (_LARGER, 3))


@dataclass(slots=True)
class Block:
    kind: Literal["heading", "paragraph", "item", "table"]
    text: str = ""
    level: int = 0
    ordered: bool = False
    rows: list[list[str]] = field(default_factory=list)


def body_size(words: Iterable[Run]) -> float:
    """Return the height of letters that most of the text has."""
    heights = [word.size for word in words for _ in range(len(word.text))]
    return statistics.mode(round(height, 1) for height in heights) if heights else 10.0


def blocks_of(words: Sequence[Run], tables: Sequence[Table], body: float) -> list[Block]:
    """Return the blocks of a page; tables stand where their first word does."""
    blocks: list[Block] = []
    placed: set[int] = set()
    loose: list[Run] = []
    for word in words:
        at = next((index for index, table in enumerate(tables) if table.holds(word)), None)
        if at is None:
            loose.append(word)
        elif at not in placed:
            placed.add(at)
            blocks += _text_blocks(loose, body)
            loose = []
            blocks.append(Block("table", rows=tables[at].rows))
    return blocks + _text_blocks(loose, body)


def _text_blocks(words: Sequence[Run], body: float) -> list[Block]:
    blocks: list[Block] = []
    paragraph: list[Run] = []
    for line in lines_of(words):
        if paragraph and not _belongs(paragraph[-1], line):
            blocks.append(_block(paragraph, body))
            paragraph = []
        paragraph.append(line)
    if paragraph:
        blocks.append(_block(paragraph, body))
    return blocks


def _belongs(line: Run, following: Run) -> bool:
    gap = following.top - line.bottom
    same_size = abs(line.size - following.size) < 0.12 * max(line.size, 1)
    below = -line.height < gap < _PARAGRAPH_GAP * line.height
    beside = following.left < line.right and following.right > line.left
    return (
        same_size and below and beside and not _BULLET.match(following.text) and line.bold == following.bold
    )


def _block(lines: Sequence[Run], body: float) -> Block:
    text = _joined(lines)
    bullet = _BULLET.match(text)
    if bullet and len(text) > bullet.end():
        return Block("item", text[bullet.end() :], ordered=bullet["number"] is not None)
    ratio = lines[0].size / body
    if len(text.split()) <= _HEADING_WORDS:
        for least, level in _LEVELS:
            if ratio >= least:
                return Block("heading", text, level)
    return Block("paragraph", text)


def _joined(lines: Sequence[Run]) -> str:
    """Join lines; a word that is divided at a line's end becomes one again."""
    text = ""
    for line in lines:
        if len(text) > 1 and text.endswith("-") and text[-2].isalpha() and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text += (" " if text else "") + line.text
    return text
