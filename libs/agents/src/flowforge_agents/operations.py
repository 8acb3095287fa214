"""What the tools know of the operations: rows to search in, entries to call."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

Row = Mapping[str, Any]
Entry = Mapping[str, Any]
_WORDS = re.compile(r"[a-z0-9]+")
_COMMON = frozenset(
    (
        "a",
        "an",
        "and",
        "are",
        "do",
        "for",
        "from",
        "i",
        "in",
        "is",
        "it",
        "my",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    )
)
_NAMED, _IN_ID, _IN_SUMMARY = 6, 4, 2


class Operations(Protocol):
    """Where the operations come from: a running portal, or its address."""

    async def rows(self) -> Sequence[Row]:
        """Return id, summary, input and output of every operation."""
        ...

    async def entry(self, operation_id: str) -> Entry | None:
        """Return one operation with its schemas; None if there is none of this id."""
        ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Operations to offer as tools of their own: whole services, or single ids."""

    names: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read names separated by commas: `math,crypto.hash`."""
        return cls(tuple(name for part in text.split(",") if (name := part.strip())))

    def has(self, operation_id: str) -> bool:
        return operation_id in self.names or operation_id.partition(".")[0] in self.names


def search(rows: Sequence[Row], query: str, service: str | None, limit: int) -> list[Row]:
    """Return the operations that match most of the words, the best first."""
    words = [word for word in _WORDS.findall(query.lower()) if word not in _COMMON]
    inside = [row for row in rows if service is None or str(row["id"]).startswith(f"{service}.")]
    if not words:
        return inside[:limit]
    scored = [(_score(row, words), row) for row in inside]
    found = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return [row for _, row in found[:limit]]


def _score(row: Row, words: Sequence[str]) -> float:
    name = str(row["id"]).lower()
    summary = _WORDS.findall(str(row["summary"]).lower())
    found = [_points(word, name, summary) for word in words]
    return sum(found) - len(name) / 100 if any(found) else 0


def _points(word: str, name: str, summary: Sequence[str]) -> int:
    stem = word.removesuffix("s")
    if name.rpartition(".")[2] == stem:
        return _NAMED
    if stem in name:
        return _IN_ID
    return _IN_SUMMARY if any(one.startswith(stem) for one in summary) else 0
