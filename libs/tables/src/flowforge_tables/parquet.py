"""Read Parquet in batches of rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl

from flowforge_tables.faults import UnreadableContent
from flowforge_tables.options import TableOptions
from flowforge_tables.table import Table, choose

ROWS: Final = 50_000
_DAMAGED: Final = "it is damaged or incomplete"


def read_parquet(path: Path, options: TableOptions) -> Table:
    """Open a Parquet table. Raises UnreadableContent if the file is damaged."""
    try:
        table = pl.scan_parquet(path, glob=False)
        names = table.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableContent(format="Parquet", reason=_DAMAGED) from error
    wanted = choose(names, options)

    def frames() -> Iterator[pl.DataFrame]:
        try:
            yield from table.select(wanted).collect_batches(chunk_size=ROWS, lazy=True)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise UnreadableContent(format="Parquet", reason=_DAMAGED) from error

    return Table("parquet", wanted, frames)
