"""One change of a table, with its parameters. It knows nothing of files and of HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from flowforge_data.core.faults import UnknownColumn
from flowforge_tables.rejects import Rejects
from servicekit import Limits, Process, RequestBody

if TYPE_CHECKING:
    import polars as pl

ColumnName = Annotated[str, Field(min_length=1, max_length=1_000)]
Expression = Annotated[str, Field(min_length=1, max_length=5_000)]
SHOWN_COLUMNS = 20
# Polars maps address space that it does not fill.
RUN = Process(max_memory_bytes=1 << 30, reserved_bytes=2 << 30)
LIMITS = Limits(max_file_bytes=256 << 20)
# Of steps that run in constant memory.
STREAM_LIMITS = Limits(max_file_bytes=1 << 30)
STREAM_DEADLINE = timedelta(seconds=60)


@dataclass(slots=True)
class Work:
    """What steps share: the other tables of the request, warnings and rejected rows for the report.

    `label` names the step in the reasons of its rejects. `offset` counts the rows before those of a batch,
    and `failed` the cells of each column that did not fit, with the first of them.
    """

    warnings: list[str] = field(default_factory=list)
    others: "Sequence[pl.DataFrame | pl.LazyFrame]" = ()
    rejects: Rejects = field(default_factory=Rejects)
    label: str = ""
    offset: int = 0
    failed: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def other(self) -> "pl.DataFrame":
        """The second table of a step, in memory."""
        return self.others[0].lazy().collect()

    def reject(
        self,
        frame: "pl.DataFrame",
        bad: Mapping[int, tuple[str | None, str]],
        changed: "pl.DataFrame | None" = None,
    ) -> "pl.DataFrame":
        """Reject rows of *frame* by their index, each with column and reason.

        Return the others, of *changed* where the step has changed the rows already.
        """
        for index, (column, reason) in sorted(bad.items()):
            text = ",".join("" if cell is None else str(cell) for cell in frame.row(index))
            self.rejects.add(self.offset + index + 2, column, self.label + reason, text)
        result = frame if changed is None else changed
        return result[[index for index in range(frame.height) if index not in bad]] if bad else result


class TableStep(RequestBody):
    """The parameters of a change. Subclasses implement `apply`.

    For tables larger than memory, a step that looks at one row at a time says so, and is applied to batches;
    others implement `lazy`, or are applied to the whole table in memory.
    """

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        """Return the changed table. Raises the errors that the operation declares."""
        raise NotImplementedError

    def is_per_row(self) -> bool:
        """Return whether batches of a table can be changed one by one."""
        return False

    def columns(self) -> list[str] | None:
        """Return the only columns that the result depends on, None for all."""
        return None

    def lazy(self, table: "pl.LazyFrame", work: Work) -> "pl.LazyFrame":
        """Return the changed table, to be computed while its rows pass. *table* can be read once."""
        return self.apply(table.collect(), work).lazy()

    def check_height(self, count: int) -> None:
        """Raise an error where a result has too many rows; called while they pass."""

    def conclude(self, before: int, after: int, work: Work) -> None:
        """Add to the warnings what is known at the end: the rows before and after the step."""


def need(frame: "pl.DataFrame", names: Sequence[str], field_name: str) -> None:
    """Raise UnknownColumn for the first of *names* that the table does not have."""
    for name in names:
        if name not in frame.columns:
            shown = ", ".join(frame.columns[:SHOWN_COLUMNS])
            known = shown + (", ..." if frame.width > SHOWN_COLUMNS else "") or "none"
            raise UnknownColumn(field=field_name, name=name, known=known)
