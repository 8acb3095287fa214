"""Profile a whole table."""

import polars as pl

from flowforge_data.core.conversion.opening import Source, whole_table
from flowforge_data.core.conversion.requests import warnings_of
from flowforge_data.core.tables.profiling.columns import profile_column
from flowforge_data.core.tables.profiling.results import TableProfile


def profile(source: Source) -> TableProfile:
    """Return the figures of all columns."""
    frame = whole_table(source)
    return TableProfile(
        rows=frame.height,
        columns=[profile_column(series) for series in frame.iter_columns()],
        repeated_rows=_repeated(frame),
        missing_cells=sum(series.null_count() for series in frame.iter_columns()),
        rejected=source.notes.rejects.count,
        details=source.notes.details,
        warnings=warnings_of(source.notes),
    )


def _repeated(frame: pl.DataFrame) -> int:
    if not frame.width:
        return 0
    return frame.height - frame.hash_rows().n_unique()
