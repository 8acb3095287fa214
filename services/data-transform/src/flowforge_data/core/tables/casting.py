"""Cast text columns to types: by themselves only where nothing is lost, by request with rejects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import polars as pl

from flowforge_data.core.tables.parsing import Marks, parsed
from flowforge_tables.rejects import Rejects

ColumnType = Literal["text", "integer", "number", "boolean", "date", "datetime"]
_DATES: Final = ("date", "datetime")

# What text comes back as the same text: no leading zeros, no trailing ones, no exponent, no lost digit.
_INTEGER: Final = r"^(?:0|-?[1-9][0-9]{0,17})$"
_NUMBER: Final = (
    r"^(?:0|-?(?:[1-9][0-9]{0,14}|0\.0{0,3}[1-9]|0\.0{0,3}[1-9][0-9]{0,13}[1-9]|[1-9][0-9]*\.[0-9]*[1-9]))$"
)
_MAX_NUMBER_CHARACTERS: Final = 16
_BOOLEAN: Final = r"^(?:true|false)$"
_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_DATETIME: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}$"


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
    present = series.drop_nulls()
    if present.is_empty():
        return "text"
    kinds: tuple[ColumnType, ...] = ("integer", "number", "boolean", *(_DATES if dates else ()))
    return next((kind for kind in kinds if fits(present, kind)), "text")


def fits(present: pl.Series, kind: ColumnType) -> bool:
    """Return whether every text of *present* survives a conversion to *kind* and back."""
    if kind == "number":
        short = present.str.len_bytes().max()
        return isinstance(short, int) and short <= _MAX_NUMBER_CHARACTERS and _all_match(present, _NUMBER)
    if kind in _DATES:
        pattern = _DATE if kind == "date" else _DATETIME
        return _all_match(present, pattern) and not _cast(present, kind).has_nulls()
    return _all_match(present, _INTEGER if kind == "integer" else _BOOLEAN)


def _all_match(present: pl.Series, pattern: str) -> bool:
    return bool(present.str.contains(pattern).all())


def _cast(series: pl.Series, kind: ColumnType) -> pl.Series:
    match kind:
        case "integer":
            return series.cast(pl.Int64, strict=False)
        case "number":
            return series.cast(pl.Float64, strict=False)
        case "boolean":
            return series == "true"
        case "date":
            return series.str.to_date("%Y-%m-%d", strict=False)
        case "datetime":
            text = series.str.replace("T", " ", literal=True)
            return text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
        case _:
            return series


@dataclass(slots=True)
class Casting:
    """Casts batch after batch. `first_row` is the row of the file that the first record stands in."""

    plan: Plan
    rejects: Rejects
    marks: Marks
    first_row: int = 2
    position: int = 0

    def apply(self, frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Yield the batches with types. Raises ColumnWidens if an exact type does not hold."""
        for frame in frames:
            yield self._batch(frame)

    def _batch(self, frame: pl.DataFrame) -> pl.DataFrame:
        bad: dict[int, tuple[str, str]] = {}
        columns = [self._column(series, bad) for series in frame.iter_columns()]
        typed = pl.DataFrame(columns)
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
        if kind == "text":
            return series
        if not fits(series.drop_nulls(), kind):
            raise ColumnWidens(series.name)
        return _cast(series, kind)

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
