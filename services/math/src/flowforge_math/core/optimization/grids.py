"""Tables of costs and distances from files. Needs polars and numpy: only workers load this."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flowforge_math.core.optimization.grid_form import GridForm
from flowforge_math.core.samples.faults import UnsuitableSamples
from flowforge_math.core.samples.reading import Data, read_table


@dataclass(frozen=True, slots=True)
class Grid:
    """Numbers with the names of their rows and columns; NaN where a cell is empty."""

    values: NDArray[np.float64]
    rows: list[str]
    columns: list[str]
    data: Data

    def full(self) -> list[list[float]]:
        """Return the rows. Raises UnsuitableSamples if a cell is empty."""
        gaps = np.argwhere(np.isnan(self.values))
        if len(gaps):
            row, column = gaps[0]
            reason = f"'{self.rows[row]}' has no value in the column '{self.columns[column]}'"
            raise UnsuitableSamples(field="file", reason=reason)
        found: list[list[float]] = self.values.tolist()
        return found

    def row(self, name: str, field: str) -> int:
        if name not in self.rows:
            known = ", ".join(self.rows[:20])
            raise UnsuitableSamples(field=field, reason=f"no row is called '{name}'; there are {known}")
        return self.rows.index(name)


def read_grid(form: GridForm, most: int, left_out: Sequence[str | None] = ()) -> Grid:
    """Return the table of the form's file without the columns *left_out*. Raises the faults of samples."""
    assert form.file is not None  # noqa: S101 - the form has one
    data = read_table(form.file.path, form.sheet, form.decimal_mark)
    label = form.name_column
    first = next(iter(data.columns), None)
    if label is None and first is not None and first not in data.numeric_names():
        label = first
    names = [name for name in data.columns if name != label and name not in left_out]
    if not names or not data.rows or max(len(names), data.rows) > most + 1:
        reason = f"it has {data.rows:,} rows and {len(names):,} columns; it may have {most:,} of each"
        raise UnsuitableSamples(field="file", reason=reason)
    given = data.labels(label, "name_column") if label is not None else [None] * data.rows
    rows = [name if name is not None else f"row {place}" for place, name in enumerate(given, 1)]
    values = np.column_stack([data.numbers(name, "file") for name in names])
    return Grid(values, rows, names, data)
