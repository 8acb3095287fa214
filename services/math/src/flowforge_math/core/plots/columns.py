"""Columns of a table as the places and values of a plot."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import numpy as np

from flowforge_math.core.plots.faults import NothingToPlot, UnsuitablePlot
from flowforge_math.core.samples.faults import NotNumeric
from flowforge_math.core.samples.reading import Data
from flowforge_math.core.spreadsheet.dates import moment, moment_of

MAX_SERIES: Final = 20
MAX_MARKS: Final = 8_000
MAX_LABELS: Final = 500


def places(data: Data, name: str | None) -> tuple[str, list[Any]]:
    """Return the kind of an axis and its values: numbers, times or labels, or the numbers of the rows."""
    if name is None:
        return "quantitative", list(range(1, data.rows + 1))
    cells = data.column(name, "x")
    try:
        numbers = data.numbers(name, "x")
    except NotNumeric:
        times = [_time(cell) for cell in cells]
        if all(time is not None or cell is None for time, cell in zip(times, cells, strict=True)):
            return "temporal", times
        return "ordinal", data.labels(name, "x")
    return "quantitative", [float(value) if np.isfinite(value) else None for value in numbers]


def _time(cell: Any) -> str | None:
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if not isinstance(cell, str):
        return None
    found = moment_of(cell.strip())
    return None if found is None or found < 1 else moment(found).isoformat()


def value_names(data: Data, names: Sequence[str], without: Sequence[str | None]) -> list[str]:
    """Return the columns to draw: those that are named, or all of numbers. Raises the faults of plots."""
    found = list(names) or [name for name in data.numeric_names() if name not in without]
    if not found:
        raise NothingToPlot(field="y", reason="no column holds numbers")
    if len(found) > MAX_SERIES:
        raise UnsuitablePlot(
            field="y", reason=f"{len(found)} columns are too many, {MAX_SERIES} are drawn at the most"
        )
    return found


def thinned(count: int, most: int = MAX_MARKS) -> tuple[Any, str]:
    """Return which of *count* points are drawn, evenly chosen, and a note if these are not all."""
    if count <= most:
        return np.arange(count), ""
    chosen = np.unique(np.linspace(0, count - 1, most).astype(int))
    return chosen, f"{len(chosen):,} of {count:,} points are shown"


def extremes(values: Any, buckets: int) -> Any:
    """Return the places of the least and the greatest value in each of *buckets* stretches of a line."""
    chosen = [0, len(values) - 1]
    for part in np.array_split(np.arange(len(values)), buckets):
        known = part[np.isfinite(values[part])]
        if len(known):
            chosen += [known[np.argmin(values[known])], known[np.argmax(values[known])]]
    return np.unique(chosen)
