"""Open a table. Importing this is cheap; opening loads polars."""

from pathlib import Path

from flowforge_tables.options import TableOptions
from flowforge_tables.table import Table


def open_table(path: Path, options: TableOptions | None = None) -> Table:
    """Open the table at *path*. Raises the faults of tables; so do the frames of the result."""
    from flowforge_tables.reading import read  # noqa: PLC0415 - polars takes 60 MB: only workers load it

    return read(path, options or TableOptions())
