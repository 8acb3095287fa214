"""Write the numbers of a table into columns on disk, a batch of rows at a time."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from flowforge_math.core.statistics.columns import Column
from flowforge_tables import Table
from flowforge_tables.numbers import numbers_of


def spool(table: Table, folder: Path, missing: frozenset[str], check: Callable[[], None]) -> list[Column]:
    """Write every column of *table* into *folder*; one that begins or ends early is padded."""
    mark: Literal[".", ","] = table.decimal_mark
    columns: dict[str, Column] = {}
    rows = 0
    for frame in table.frames():
        check()
        for series in frame.iter_columns():
            name = series.name
            if name not in columns:
                columns[name] = Column(name, folder / f"column_{len(columns)}")
                columns[name].pad(rows)
            numbers = numbers_of(series, mark, missing)
            columns[name].append(numbers.values, numbers.missing)
        rows = max([rows, *(column.rows for column in columns.values())])
        for column in columns.values():
            column.pad(rows)
    return list(columns.values())
