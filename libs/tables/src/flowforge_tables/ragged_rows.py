"""Rows that have another number of cells than the header: rejected, or filled up if they are too short."""

import csv
from collections import deque
from collections.abc import Iterator
from itertools import count, islice
from typing import Any, Final, Literal

import polars as pl

from flowforge_tables.dialects import Dialect
from flowforge_tables.rejects import Rejects
from flowforge_tables.transcoding import Utf8Reader

_NUMBER: Final = "\0number"


class Rows:
    """Keeps count of the rows of a file while it is read, also if reading begins anew."""

    def __init__(self, names: list[str], dialect: Dialect, rejects: Rejects, *, fill_short: bool) -> None:
        self._names = names
        self._dialect = dialect
        self._rejects = rejects
        self._fill_short = fill_short
        self._given = 0
        self._seen = 0
        self._next = 1 + dialect.header
        self._pending: deque[tuple[int, str | None]] = deque()  # None for a row that was rejected
        self._refused = 0
        self._last_refused = self._last_given = ""
        self.quote_is_open = False

    def restart(self, reader: Utf8Reader) -> None:
        self.reader = reader

    def refuse(self, row: Any) -> Literal["skip"]:
        """Handle a row of another width from the parser."""
        number = row.number or 0
        if number <= self._seen:
            return "skip"
        self._seen, self._last_refused = number, row.text
        self._refused += 1
        short = self._fill_short and row.actual_columns < len(self._names)
        if self._fill_short:
            self._pending.append((number, row.text if short else None))
        if not short:
            reason = f"the row has {row.actual_columns} cells instead of {len(self._names)}"
            self._rejects.add(number + self._dialect.skip, None, reason, row.text)
        return "skip"

    def counted(self, frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Yield the batches that were not given before, with the short rows in their places."""
        before, batch = self._given, None
        for batch in frames:
            fresh = batch.slice(min(before, batch.height))
            before -= min(before, batch.height)
            if fresh.height:
                self._given += fresh.height
                self._last_given = _last_cell(fresh)
                yield self._filled(fresh)
        names = self._names if batch is None else batch.columns
        rest = self._filled(pl.DataFrame(schema=dict.fromkeys(names, pl.String)))
        if rest.height or not self._given:
            yield rest

    def _filled(self, frame: pl.DataFrame) -> pl.DataFrame:
        if not self._pending:
            self._next += frame.height
            return frame
        taken = {number for number, _ in self._pending}
        numbers = list(islice((one for one in count(self._next) if one not in taken), frame.height))
        end = numbers[-1] + 1 if numbers else self._pending[-1][0] + 1
        due = []
        while self._pending and self._pending[0][0] <= end:
            due.append(self._pending.popleft())
            end = max(end, due[-1][0] + 1)
        self._next = end
        short = [(number, text) for number, text in due if text is not None]
        if not short:
            return frame
        filled = frame.with_columns(pl.Series(_NUMBER, numbers, dtype=pl.Int64)).vstack(self._frame(short))
        return filled.sort(_NUMBER).drop(_NUMBER)

    def _frame(self, short: list[tuple[int, str]]) -> pl.DataFrame:
        width = len(self._names)
        rows = [self._cells(text) for _, text in short]
        rows = [row + [None] * (width - len(row)) for row in rows]
        schema = dict.fromkeys(self._names, pl.String)
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        return frame.with_columns(pl.Series(_NUMBER, [number for number, _ in short], dtype=pl.Int64))

    def _cells(self, text: str) -> list[str | None]:
        dialect = self._dialect
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE
        lines = text.splitlines(keepends=True)
        reader = csv.reader(
            lines,
            delimiter=dialect.delimiter,
            quotechar=dialect.quote,
            quoting=quoting,
            escapechar=dialect.escape,
            doublequote=dialect.escape is None,
        )
        return [cell or None for cell in next(reader, [])][: len(self._names)]

    def note_end(self) -> None:
        """Note whether a quotation mark was never closed: the last cell then holds the rest of the file."""
        rows = self._dialect.header + self._given + self._refused
        last = self._last_refused if self._seen == rows else self._last_given
        self.quote_is_open = self._dialect.escape is None and "\n" in last and self.reader.ends_open()


def _last_cell(frame: pl.DataFrame) -> str:
    return next((cell for cell in reversed(frame.row(-1)) if cell is not None), "")
