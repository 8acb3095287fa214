"""Read the series that a request names: its own values, or a column of a table."""

import math

from flowforge_math.core.samples.reading import chosen_column
from flowforge_math.core.timeseries.request import MAX_VALUES, SeriesRequest


def series_of(request: SeriesRequest) -> tuple[list[float | None], list[str]]:
    """Return the values, None for gaps, and the warnings of reading. Raises the faults of samples."""
    if request.values is not None:
        return list(request.values), []
    values, warnings = chosen_column(request, request.column, MAX_VALUES)
    return [None if math.isnan(value) else value for value in values.tolist()], warnings
