"""CSV as a table: its fields are texts as they are written, and rows that are too short are filled up."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import polars as pl

from flowforge_tables.decimal_marks import decimal_mark_of
from flowforge_tables.delimited import DelimitedFile, DelimitedOptions, open_delimited
from flowforge_tables.faults import UnreadableContent
from flowforge_tables.options import Mark, TableOptions
from flowforge_tables.rejects import Rejects
from flowforge_tables.table import Table, choose


def read_csv(path: Path, options: TableOptions) -> Table:
    """Open a CSV table. Raises UnreadableContent where a row has more fields than the first."""
    found = open_delimited(path, DelimitedOptions(delimiter=options.delimiter, header=options.header))
    wanted = choose(found.names, options)
    mark, guess = _mark(found, options)
    warnings = [*found.warnings, *([guess] if guess else [])]

    def frames() -> Iterator[pl.DataFrame]:
        before = len(found.warnings)
        rejects = Rejects()
        for frame in found.batches(rejects, fill_short=True):
            _refuse(rejects, len(found.names))
            yield frame.select(wanted)
        _refuse(rejects, len(found.names))
        table.warnings += found.warnings[before:]

    table = Table("csv", wanted, frames, warnings, mark)
    return table


def _mark(found: DelimitedFile, options: TableOptions) -> tuple[Mark, str | None]:
    if options.decimal_mark != "auto":
        return options.decimal_mark, None
    return decimal_mark_of(chain.from_iterable(found.sample_rows))


def _refuse(rejects: Rejects, width: int) -> None:
    if rejects.count:
        row = rejects.kept[0].row
        raise UnreadableContent(format="CSV", reason=f"row {row} has over {width} fields, as the first has")
