"""How often each value occurs, as long as there are few different ones."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from flowforge_math.core.statistics.columns import Column

MAX_DISTINCT: Final = 65_536


@dataclass(frozen=True, slots=True)
class Tally:
    distinct: int
    mode: float
    mode_count: int


def tally_of(column: Column) -> Tally | None:
    """Count the values; the least of those that are most frequent is the mode. None over 65,536 values."""
    values, counts = np.empty(0), np.empty(0, np.int64)
    for chunk in column.chunks():
        frame = pl.Series("value", chunk + 0.0).value_counts(sort=False)
        joined = np.concatenate([values, frame["value"].to_numpy()])
        values, places = np.unique(joined, return_inverse=True)
        if len(values) > MAX_DISTINCT:
            return None
        weights = np.concatenate([counts, frame["count"].to_numpy().astype(np.int64)])
        counts = np.bincount(places, weights).astype(np.int64)
    place = int(np.argmax(counts))
    return Tally(len(values), float(values[place]), int(counts[place]))
