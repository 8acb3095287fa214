"""Read a matrix from a table. Needs polars and numpy: only workers load this."""

from pathlib import Path
from typing import Any

import numpy as np

from flowforge_math.core.samples.faults import NotNumeric, UnsuitableSamples
from flowforge_tables import DecimalMark, TableOptions, UnknownColumn, open_table
from flowforge_tables.numbers import numbers_of

MAX_SIDE = 1_000


def read_matrix(
    path: Path, *, header: bool, sheet: str | None, decimal_mark: DecimalMark
) -> tuple[list[str], Any, list[str]]:
    """Return the names of the columns, the matrix, and warnings. Raises the faults of tables and samples."""
    options = TableOptions(sheet=sheet, decimal_mark=decimal_mark, header=header, max_columns=MAX_SIDE)
    table = open_table(path, options)
    names: list[str] = []
    parts = []
    rows = 0
    for frame in table.frames():
        names = names or frame.columns
        rows += frame.height
        if rows > MAX_SIDE:
            raise UnsuitableSamples(field="file", reason=f"a matrix has {MAX_SIDE:,} rows at the most")
        mark = table.decimal_mark
        parts.append(
            [(series, numbers_of(series, mark, frozenset()).values) for series in frame.iter_columns()]
        )
    for part in parts:
        for series, values in part:
            _require_numbers(series, values, header=header)
    matrix = np.vstack([np.column_stack([values for _, values in part]) for part in parts])
    return names, matrix, table.warnings


def split(names: list[str], matrix: Any, column: str) -> tuple[Any, Any]:
    """Return the matrix without *column*, and that column. Raises UnknownColumn."""
    if column not in names:
        listed = ", ".join(names[:20])
        raise UnknownColumn(
            f"'right_column' names '{column}', which the file does not have; it has {listed}."
        )
    place = names.index(column)
    return np.delete(matrix, place, axis=1), matrix[:, place]


def _require_numbers(series: Any, values: Any, *, header: bool) -> None:
    wrong = np.flatnonzero(~np.isfinite(values))
    if not len(wrong):
        return
    example = series[int(wrong[0])]
    if example is None or not str(example).strip():
        reason = f"column '{series.name}' has {len(wrong):,} empty fields, the first in row {wrong[0] + 1:,}"
        raise UnsuitableSamples(field="file", reason=reason)
    if not header and wrong[0] == 0:
        reason = f"its first row has {str(example)[:40]!r}: set 'header' if that row holds names"
        raise UnsuitableSamples(field="file", reason=reason)
    raise NotNumeric(field="file", name=series.name, count=len(wrong), example=str(example)[:40])
