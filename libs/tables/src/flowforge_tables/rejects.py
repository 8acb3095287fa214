"""Rows that could not be taken over: kept with their number, column, reason and text."""

import threading
from dataclasses import dataclass, field
from typing import Final

MAX_KEPT: Final = 100_000
MAX_TEXT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Reject:
    """One rejected row. `row` counts lines of the file from 1, the header included."""

    row: int
    column: str | None
    reason: str
    text: str


@dataclass(slots=True)
class Rejects:
    """The rejected rows of one table; over 100,000 they are only counted."""

    count: int = 0
    kept: list[Reject] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def add(self, row: int, column: str | None, reason: str, text: str) -> None:
        with self._lock:  # rows are read on one thread and cast on another
            self.count += 1
            if len(self.kept) < MAX_KEPT:
                self.kept.append(Reject(row, column, reason, text[:MAX_TEXT]))

    def clear(self) -> None:
        self.count = 0
        self.kept.clear()

    @property
    def rows(self) -> list[int]:
        return [one.row for one in self.kept]
