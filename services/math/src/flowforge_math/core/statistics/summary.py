"""All figures of one column."""

import heapq
import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from flowforge_math.core.statistics.columns import Column
from flowforge_math.core.statistics.moments import Moments, moments_of
from flowforge_math.core.statistics.ranks import quantiles_of
from flowforge_math.core.statistics.tally import tally_of

MAX_LISTED: Final = 10
QUARTILES: Final = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Options:
    percentiles: tuple[float, ...]
    bins: int
    iqr_factor: float
    z_threshold: float
    degrees_of_freedom: int


@dataclass(frozen=True, slots=True)
class Percentile:
    percent: float
    value: float


@dataclass(frozen=True, slots=True)
class Bin:
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Outlier:
    row: int
    value: float


@dataclass(frozen=True, slots=True)
class Outliers:
    low_fence: float
    high_fence: float
    below: int
    above: int
    beyond_z: int
    furthest: list[Outlier]


@dataclass(frozen=True, slots=True)
class Summary:
    column: str
    rows: int
    count: int
    missing: int
    invalid: int
    moments: Moments
    median: float
    percentiles: list[Percentile]
    interquartile_range: float
    distinct: int | None
    mode: float | None
    mode_count: int | None
    histogram: list[Bin]
    outliers: Outliers


def summarize(column: Column, options: Options) -> Summary:
    """Describe a column that has at least one number."""
    moments = moments_of(column, options.degrees_of_freedom)
    fractions = [*QUARTILES, *(percent / 100 for percent in options.percentiles)]
    quarter, median, three_quarters, *others = quantiles_of(column, fractions)
    tally = tally_of(column)
    reach = options.iqr_factor * (three_quarters - quarter)
    return Summary(
        column=column.name,
        rows=column.rows,
        count=column.count,
        missing=column.missing,
        invalid=column.invalid,
        moments=moments,
        median=median,
        percentiles=[Percentile(*pair) for pair in zip(options.percentiles, others, strict=True)],
        interquartile_range=three_quarters - quarter,
        distinct=tally.distinct if tally else None,
        mode=tally.mode if tally else None,
        mode_count=tally.mode_count if tally else None,
        histogram=_histogram(column, moments, options.bins),
        outliers=_outliers(column, moments, (quarter - reach, three_quarters + reach), options.z_threshold),
    )


def _histogram(column: Column, moments: Moments, bins: int) -> list[Bin]:
    """Count the values in *bins* of equal width; each holds its lower edge, the last one both."""
    low, high = moments.minimum, moments.maximum
    if low == high:
        return [Bin(low, high, column.count)]
    edges = np.linspace(low, high, bins + 1) if math.isfinite(high - low) else _wide_edges(low, high, bins)
    edges = np.unique(edges)
    counts = np.zeros(len(edges) - 1, np.int64)
    for values in column.chunks():
        counts += np.histogram(values, edges)[0]
    return [
        Bin(float(edge), float(following), int(count))
        for edge, following, count in zip(edges, edges[1:], counts, strict=False)
    ]


def _wide_edges(low: float, high: float, bins: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Divide a range that is itself wider than a double."""
    return np.array([low * (1 - part / bins) + high * (part / bins) for part in range(bins + 1)])


def _outliers(column: Column, moments: Moments, fences: tuple[float, float], z_threshold: float) -> Outliers:
    low, high = fences
    reach = math.inf if moments.standard_deviation is None else z_threshold * moments.standard_deviation
    below = above = beyond = 0
    furthest: list[tuple[float, int, float]] = []
    for first, values in column.rows_in_chunks():
        below += int(np.count_nonzero(values < low))
        above += int(np.count_nonzero(values > high))
        distances = np.abs(values - moments.mean)
        beyond += int(np.count_nonzero(distances > reach)) if reach else 0
        outside = np.flatnonzero((values < low) | (values > high))
        order = np.argsort(-distances[outside], kind="stable")[:MAX_LISTED]
        found = [
            (-float(distances[index]), first + index + 1, float(values[index]))
            for index in outside[order].tolist()
        ]
        furthest = heapq.nsmallest(MAX_LISTED, furthest + found)
    listed = [Outlier(row, value) for _, row, value in furthest]
    return Outliers(low, high, below, above, beyond, listed)
