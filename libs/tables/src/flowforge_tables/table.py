"""One table of any format: its columns, and its rows in frames."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from flowforge_tables.faults import TooManyColumns, UnknownColumn
from flowforge_tables.options import Format, Mark, TableOptions

if TYPE_CHECKING:
    import polars as pl

SHOWN_COLUMNS: Final = 20


@dataclass(slots=True)
class Table:
    """`frames` yields the rows in order, in pieces that fit into memory.

    Fields of CSV are texts as written (`numbers.numbers_of` reads numbers from them); those of other formats
    have their types. `columns` are the names of those wanted, in the file's order; of NDJSON they grow while
    it is read. `warnings` are sentences about what had to be guessed or left out; they are complete when all
    frames are read.
    """

    format: Format
    columns: list[str]
    frames: "Callable[[], Iterator[pl.DataFrame]]"
    warnings: list[str] = field(default_factory=list)
    decimal_mark: Mark = "."

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a dictionary."""
        for frame in self.frames():
            yield from frame.iter_rows(named=True)


def choose(known: Sequence[str], options: TableOptions) -> list[str]:
    """Return the columns to read. Raises UnknownColumn, or TooManyColumns over the limit."""
    for name in options.columns:
        if name not in known:
            shown = ", ".join(known[:SHOWN_COLUMNS]) + (", ..." if len(known) > SHOWN_COLUMNS else "")
            raise UnknownColumn(name=name, known=shown)
    chosen = list(dict.fromkeys(options.columns)) or list(known)
    if len(chosen) > options.max_columns:
        raise TooManyColumns(count=len(chosen), limit=options.max_columns)
    return chosen


def named(fields: Sequence[str], *, header: bool) -> list[str]:
    """Return the names of columns: without blanks around, numbered where there is none or it comes twice."""
    return column_names(fields if header else [""] * len(fields))[0]


def column_names(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return distinct names, and a warning for each that stood more than once."""
    names: dict[str, None] = {}
    warnings: list[str] = []
    taken = {cell.strip() for cell in cells}
    counts: dict[str, int] = {}
    for number, cell in enumerate(cells, 1):
        name = written = cell.strip() or f"column_{number}"
        while name in names or (name != written and name in taken):
            counts[written] = counts.get(written, 1) + 1
            name = f"{written}_{counts[written]}"
        if name != written:
            warnings.append(f"the column name '{written}' stands more than once: column {number} is '{name}'")
        names[name] = None
    return list(names), warnings
