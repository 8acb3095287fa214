"""Describe a list of numbers, or the columns of a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flowforge_math.core.statistics.columns import Column, column_of
from flowforge_math.core.statistics.faults import NoNumbers
from flowforge_math.core.statistics.spooling import spool
from flowforge_math.core.statistics.summary import Options, Summary, summarize
from flowforge_tables import TableOptions, open_table


@dataclass(frozen=True, slots=True)
class Skipped:
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Description:
    rows: int
    columns: list[Summary]
    skipped: list[Skipped]
    warnings: list[str]


def describe_values(values: list[float | None], folder: Path, options: Options) -> Description:
    """Describe *values*; None is a missing one. Raises NoNumbers if there is no other."""
    column = column_of(values, folder / "values")
    if not column.count:
        raise NoNumbers(field="values", reason="every value is null")
    return Description(column.rows, [summarize(column, options)], [], [])


def describe_file(
    path: Path, reading: TableOptions, folder: Path, options: Options, *, check: Callable[[], None]
) -> Description:
    """Describe the columns of the table at *path*; *folder* takes them as doubles. *check* may end the work.

    Raises the faults of tables, and NoNumbers if no column holds numbers.
    """
    table = open_table(path, reading)
    columns = spool(table, folder, reading.missing, check)
    summaries, skipped = [], []
    for column in columns:
        check()
        if reason := _reason_to_skip(column, named=column.name in reading.columns):
            skipped.append(Skipped(column.name, reason))
        else:
            summaries.append(summarize(column, options))
    if not summaries:
        names = ", ".join(f"{one.column} ({one.reason})" for one in skipped[:20]) or "it has no rows"
        raise NoNumbers(field="file", reason=names)
    return Description(columns[0].rows, summaries, skipped, table.warnings)


def _reason_to_skip(column: Column, *, named: bool) -> str | None:
    if not column.count:
        return "no numbers"
    return "mostly text" if column.invalid > column.count and not named else None
