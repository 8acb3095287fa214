"""A column of doubles on disk, in the order of the rows; NaN where a row has no number."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
CHUNK: Final = 1 << 17


@dataclass(slots=True)
class Column:
    """`missing` counts empty rows, `invalid` those with something that is no finite number."""

    name: str
    path: Path
    rows: int = 0
    count: int = 0
    missing: int = 0
    invalid: int = 0

    def append(self, values: Doubles, missing: int) -> None:
        """Add one row a value; of those that are not finite, *missing* were empty."""
        finite = np.isfinite(values)
        numbers = int(np.count_nonzero(finite))
        self.rows += len(values)
        self.count += numbers
        self.missing += missing
        self.invalid += len(values) - numbers - missing
        with self.path.open("ab") as file:
            file.write(np.where(finite, values, np.nan).astype("<f8").tobytes())

    def pad(self, rows: int) -> None:
        """Add empty rows until there are *rows*."""
        while self.rows < rows:
            some = min(rows - self.rows, CHUNK)
            self.append(np.full(some, np.nan), some)

    def rows_in_chunks(self) -> Iterator[tuple[int, Doubles]]:
        """Yield the index of a first row and the values from there, NaN included."""
        first = 0
        with self.path.open("rb") as file:
            while len(values := np.fromfile(file, "<f8", CHUNK)):
                yield first, values
                first += len(values)

    def chunks(self) -> Iterator[Doubles]:
        """Yield the numbers alone."""
        for _, values in self.rows_in_chunks():
            yield values if self.count == self.rows else values[~np.isnan(values)]


def column_of(values: list[Any], path: Path) -> Column:
    column = Column("values", path)
    doubles = np.array([np.nan if value is None else value for value in values], np.float64)
    column.append(doubles, sum(value is None for value in values))
    return column
