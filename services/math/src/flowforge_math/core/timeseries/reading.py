"""Read the series that a request names: its own values, or a column of a table."""

import math

from flowforge_math.core.samples.faults import SampleTooSmall, UnsuitableSamples
from flowforge_math.core.samples.reading import read_data
from flowforge_math.core.timeseries.request import MAX_VALUES, SeriesRequest


def series_of(request: SeriesRequest) -> tuple[list[float | None], list[str]]:
    """Return the values, None for gaps, and the warnings of reading. Raises the faults of samples."""
    if request.values is not None:
        return list(request.values), []
    data = read_data(request)
    name = request.column or next(iter(data.numeric_names()), None)
    if name is None:
        raise SampleTooSmall(field="column", count=0, least=1, why=": no column holds numbers")
    values = data.numbers(name, "column").tolist()
    if len(values) > MAX_VALUES:
        reason = f"the series has {len(values):,} values, and {MAX_VALUES:,} are taken at the most"
        raise UnsuitableSamples(field="column", reason=reason)
    return [None if math.isnan(value) else value for value in values], data.warnings
