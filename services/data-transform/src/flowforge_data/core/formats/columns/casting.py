"""Cast text columns to types: by themselves only where nothing is lost, by request with rejects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from flowforge_data.core.formats.columns.exact import ColumnType, exactly
from flowforge_data.core.formats.columns.parsing import Marks, parsed
from flowforge_tables.rejects import Rejects

_DATES: Final = ("date", "datetime")


@dataclass(slots=True)
class Plan:
    """The type of each column. `exact` types were found by looking and may widen; others were asked for."""

    exact: dict[str, ColumnType] = field(default_factory=dict)
    asked: Mapping[str, ColumnType] = field(default_factory=dict)

    def widen(self, column: str) -> None:
        self.exact[column] = "number" if self.exact[column] == "integer" else "text"


class ColumnWidens(Exception):
    """A later batch holds what the type of a column cannot hold without a loss."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


def infer(frame: pl.DataFrame, *, dates: bool, leave: Iterable[str] = ()) -> dict[str, ColumnType]:
    """Return the narrowest type of each text column that gives every cell back as the same text."""
    left = set(leave)
    return {
        series.name: _narrowest(series, dates=dates)
        for series in frame.iter_columns()
        if series.dtype == pl.String and series.name not in left
    }


def _narrowest(series: pl.Series, *, dates: bool) -> ColumnType:
    if series.null_count() == len(series):
        return "text"
    kinds: tuple[ColumnType, ...] = ("integer", "number", "boolean", *(_DATES if dates else ()))
    return next((kind for kind in kinds if exactly(series, kind) is not None), "text")


class RowsIncomplete(Exception):
    """A row is rejected, and its text is not known: only some columns were read."""


@dataclass(slots=True)
class Casting:
    """Casts batch after batch. `first_row` is the row of the file that the first record stands in.

    `whole_rows` says whether all columns were read.
    """

    plan: Plan
    rejects: Rejects
    marks: Marks
    first_row: int = 2
    position: int = 0
    whole_rows: bool = True

    def apply(self, frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Yield the batches with types. Raises ColumnWidens if an exact type does not hold."""
        for frame in frames:
            yield self._batch(frame)

    def _batch(self, frame: pl.DataFrame) -> pl.DataFrame:
        bad: dict[int, tuple[str, str]] = {}
        columns = [self._column(series, bad) for series in frame.iter_columns()]
        typed = pl.DataFrame(columns)
        if bad and not self.whole_rows:
            raise RowsIncomplete
        if bad:
            self._reject(frame, bad)
            keep = pl.Series([index not in bad for index in range(frame.height)])
            typed = typed.filter(keep)
        self.position += frame.height
        return typed

    def _column(self, series: pl.Series, bad: dict[int, tuple[str, str]]) -> pl.Series:
        asked = self.plan.asked.get(series.name)
        if asked is not None:
            return self._asked(series, asked, bad)
        kind = self.plan.exact.get(series.name, "text")
        result = exactly(series, kind)
        if result is None:
            raise ColumnWidens(series.name)
        return result

    def _asked(self, series: pl.Series, kind: ColumnType, bad: dict[int, tuple[str, str]]) -> pl.Series:
        if series.dtype != pl.String:
            series = series.cast(pl.String)
        if kind == "text":
            return series
        result = parsed(series, kind, self.marks)
        failed = (result.is_null() & series.is_not_null() & (series.str.strip_chars() != "")).arg_true()
        for index in failed.to_list():
            bad.setdefault(index, (series.name, f"{series[index]!r} is no {kind}"))
        return result

    def _reject(self, frame: pl.DataFrame, bad: Mapping[int, tuple[str, str]]) -> None:
        numbers = _numbers(self.first_row, self.position, frame.height, sorted(self.rejects.rows))
        for index, (column, reason) in sorted(bad.items()):
            text = ",".join("" if cell is None else str(cell) for cell in frame.row(index))
            self.rejects.add(numbers[index], column, reason, text)


def _numbers(first_row: int, position: int, count: int, skipped: Sequence[int]) -> list[int]:
    """Return the rows of the file of *count* accepted records from *position*: rejected rows lie between."""
    number = first_row + position
    waiting = [row for row in skipped if row >= first_row]
    passed = 0
    while passed < len(waiting) and waiting[passed] <= number:
        passed += 1
        number += 1
    found = []
    for _ in range(count):
        found.append(number)
        number += 1
        while passed < len(waiting) and waiting[passed] <= number:
            passed += 1
            number += 1
    return found
