"""Pack units into chunks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flowforge_vector.core.chunking.units import Unit, count_tokens, units_of

Method = Literal["sentences", "headings", "tokens", "semantic"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of the text: `text` is exactly what stands from `start` to `end`."""

    text: str
    start: int
    end: int
    tokens: int
    heading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChunkRule:
    """How texts are cut. Sizes are in estimated tokens."""

    method: Method = "headings"
    size: int = 200
    overlap: int = 0


def cut(text: str, rule: ChunkRule) -> list[Chunk]:
    """Return the chunks of a text by words, sentences or headings."""
    units = units_of(text, rule.size, by_words=rule.method == "tokens")
    starts = {place for place in range(1, len(units)) if units[place].heading != units[place - 1].heading}
    return pack(text, units, rule, starts if rule.method == "headings" else set())


def pack(text: str, units: Sequence[Unit], rule: ChunkRule, starts: set[int]) -> list[Chunk]:
    """Return chunks of whole units. One begins at each unit of *starts*, and where the last is full."""
    groups: list[list[Unit]] = []
    tokens = 0
    for place, unit in enumerate(units):
        is_full = tokens + unit.tokens > rule.size
        if not groups or is_full or place in starts:
            again = _overlap(groups[-1], rule, unit) if groups and place not in starts else []
            groups.append(again)
            tokens = sum(one.tokens for one in again)
        groups[-1].append(unit)
        tokens += unit.tokens
    return [chunk for group in groups if (chunk := _chunk(text, group)) is not None]


def _overlap(group: Sequence[Unit], rule: ChunkRule, following: Unit) -> list[Unit]:
    """Return the last units of a chunk that the next one repeats, where both fit."""
    room = min(rule.overlap, rule.size - following.tokens)
    again: list[Unit] = []
    for unit in reversed(group[1:]):
        room -= unit.tokens
        if room < 0:
            break
        again.insert(0, unit)
    return again


def _chunk(text: str, group: Sequence[Unit]) -> Chunk | None:
    start, end = group[0].start, group[-1].end
    whole = text[start:end]
    start += len(whole) - len(whole.lstrip())
    end -= len(whole) - len(whole.rstrip())
    if start >= end:
        return None
    return Chunk(text[start:end], start, end, count_tokens(text[start:end]), group[-1].heading)
