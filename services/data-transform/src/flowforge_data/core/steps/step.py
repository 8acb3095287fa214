"""One change of a table, with its parameters. It knows nothing of files and of HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Work:
    """What steps share: the other tables of the request, warnings and rejected rows for the report.

    `label` names the step in the reasons of its rejects.
    """

    warnings: list[str] = field(default_factory=list)
    others: "Sequence[pl.DataFrame]" = ()
    rejects: Rejects = field(default_factory=Rejects)
    label: str = ""

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
            self.rejects.add(index + 2, column, self.label + reason, text)
        result = frame if changed is None else changed
        return result[[index for index in range(frame.height) if index not in bad]] if bad else result


class TableStep(RequestBody):
    """The parameters of a change. Subclasses implement `apply`."""

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        """Return the changed table. Raises the errors that the operation declares."""
        raise NotImplementedError


def need(frame: "pl.DataFrame", names: Sequence[str], field_name: str) -> None:
    """Raise UnknownColumn for the first of *names* that the table does not have."""
    for name in names:
        if name not in frame.columns:
            shown = ", ".join(frame.columns[:SHOWN_COLUMNS])
            known = shown + (", ..." if frame.width > SHOWN_COLUMNS else "") or "none"
            raise UnknownColumn(field=field_name, name=name, known=known)
