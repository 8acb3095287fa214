"""Read the columns that a request names. Needs polars for files, numpy always: only workers load this."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from flowforge_math.core.samples.doubles import doubles_of, empty
from flowforge_math.core.samples.faults import (
    ColumnLengths,
    NotNumeric,
    SampleTooSmall,
    UnsuitableSamples,
)
from flowforge_math.core.samples.form import MAX_COLUMNS, MAX_ROWS, DataForm
from flowforge_tables import DecimalMark, TableOptions, UnknownColumn, open_table

Doubles = NDArray[np.float64]
SHOWN: Final = 20
LARGEST: Final = 1e150


@dataclass(slots=True)
class Data:
    """Columns as they came; `rows` of them. `decimal_mark` is that of texts."""

    columns: dict[str, list[Any]]
    rows: int
    decimal_mark: Literal[".", ","] = "."
    warnings: list[str] = field(default_factory=list)
    _doubles: dict[str, tuple[Doubles, list[Any]]] = field(default_factory=dict)

    def numbers(self, name: str, field_name: str) -> Doubles:
        """Return a column as doubles, NaN where it is empty. Raises NotNumeric for one of texts."""
        self.column(name, field_name)
        found, wrong = self._parsed(name)
        if wrong:
            example = str(wrong[0])[:40]
            raise NotNumeric(field=field_name, name=name, count=len(wrong), example=example)
        if len(found) and not float(np.nanmax(np.abs(found), initial=0.0)) <= LARGEST:
            reason = f"'{name}' has a number beyond {LARGEST:g}, whose square no double holds"
            raise UnsuitableSamples(field=field_name, reason=reason)
        return found.copy()

    def _parsed(self, name: str) -> tuple[Doubles, list[Any]]:
        """Return a column as doubles, and what in it is neither a number nor empty."""
        if name not in self._doubles:
            values = self.columns[name]
            found = doubles_of(values, self.decimal_mark)
            gaps = [values[int(place)] for place in np.flatnonzero(np.isnan(found))]
            self._doubles[name] = found, [value for value in gaps if not empty(value)]
        return self._doubles[name]

    def labels(self, name: str, field_name: str) -> list[str | None]:
        """Return a column as categories, None where it is empty."""
        return [None if empty(value) else _label(value) for value in self.column(name, field_name)]

    def column(self, name: str, field_name: str) -> list[Any]:
        if name not in self.columns:
            raise UnknownColumn(
                f"'{field_name}' names '{name}', which the data do not have; they have "
                f"{', '.join(list(self.columns)[:SHOWN])}."
            )
        return self.columns[name]

    def numeric_names(self) -> list[str]:
        """Return the columns that hold numbers alone, and at least one."""
        parsed = {name: self._parsed(name) for name in self.columns}
        return [name for name, (found, wrong) in parsed.items() if not wrong and not np.isnan(found).all()]


def read_data(form: DataForm) -> Data:
    """Return the columns of a request. Raises the faults of tables and samples."""
    if form.data is not None:
        lengths = {name: len(values) for name, values in form.data.items()}
        if not lengths:
            raise SampleTooSmall(field="data", count=0, least=1, why="")
        return Data({name: list(values) for name, values in form.data.items()}, max(lengths.values()))
    if form.rows is not None:
        return _from_rows(form.rows)
    assert form.file is not None  # noqa: S101 - the form has one of them
    return read_table(form.file.path, form.sheet, form.decimal_mark)


def read_table(path: Path, sheet: str | None, decimal_mark: DecimalMark) -> Data:
    """Return the columns of a file. Raises the faults of tables, SampleTooSmall for too many rows."""
    table = open_table(path, TableOptions(sheet=sheet, decimal_mark=decimal_mark))
    columns: dict[str, list[Any]] = {}
    rows = 0
    for frame in table.frames():
        for name in frame.columns:
            columns.setdefault(name, [None] * rows).extend(frame[name].to_list())
        rows += frame.height
        if rows > MAX_ROWS:
            raise SampleTooSmall(f"'file' has over {MAX_ROWS:,} rows, and {MAX_ROWS:,} are read at the most.")
    for values in columns.values():
        values.extend([None] * (rows - len(values)))
    return Data(columns, rows, table.decimal_mark, table.warnings)


def _from_rows(rows: list[dict[str, Any]]) -> Data:
    """Turn rows into columns; a row that lacks a column has no value in it."""
    if not rows:
        raise SampleTooSmall(field="rows", count=0, least=1, why="")
    names = list(dict.fromkeys(name for row in rows for name in row))
    if len(names) > MAX_COLUMNS:
        raise SampleTooSmall(f"'rows' has {len(names)} columns, and {MAX_COLUMNS} are read at the most.")
    return Data({name: [row.get(name) for row in rows] for name in names}, len(rows))


def chosen_column(
    form: DataForm, name: str | None, most: int, field_name: str = "column"
) -> tuple[Doubles, list[str]]:
    """Return a column of a table, or its first one of numbers, NaN where it is empty; and the warnings.

    Raises the faults of tables and samples.
    """
    data = read_data(form)
    chosen = name or next(iter(data.numeric_names()), None)
    if chosen is None:
        raise SampleTooSmall(field=field_name, count=0, least=1, why=": no column holds numbers")
    values = data.numbers(chosen, field_name)
    if len(values) > most:
        reason = f"'{chosen}' has {len(values):,} values, and {most:,} are taken at the most"
        raise UnsuitableSamples(field=field_name, reason=reason)
    return values, data.warnings


def full_column(
    form: DataForm, name: str | None, most: int, field_name: str = "column"
) -> tuple[Doubles, list[str]]:
    """Return a column that has a number in every row. Raises UnsuitableSamples for another."""
    values, warnings = chosen_column(form, name, most, field_name)
    if len(gaps := np.flatnonzero(np.isnan(values))):
        reason = f"{len(gaps):,} rows have no value in it, the first is row {gaps[0] + 1:,}"
        raise UnsuitableSamples(field=field_name, reason=reason)
    return values, warnings


def same_length(data: Data, names: Sequence[str]) -> None:
    lengths = {name: len(data.columns[name]) for name in names if name in data.columns}
    if len(set(lengths.values())) > 1:
        raise ColumnLengths(lengths=", ".join(f"{name} {count}" for name, count in lengths.items()))


def complete_rows(*columns: Doubles) -> tuple[Doubles, ...]:
    """Return the columns without the rows in which any has no number."""
    keep = np.ones(len(columns[0]), bool)
    for column in columns:
        keep &= np.isfinite(column)
    return tuple(column[keep] for column in columns)


def _label(value: Any) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value).strip()
