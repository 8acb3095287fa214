"""Keep, drop, reorder and rename the columns of a table."""

from typing import TYPE_CHECKING

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.tables.steps.calling import StepForm, change
from flowforge_data.core.tables.steps.step import (
    RUN,
    STREAM_DEADLINE,
    STREAM_LIMITS,
    ColumnName,
    TableStep,
    Work,
    need,
)
from servicekit import Context, FileOutput, operation

if TYPE_CHECKING:
    import polars as pl


class Select(TableStep):
    keep: list[ColumnName] = Field(
        [], max_length=16_384, description="Columns to keep, in this order; empty: all."
    )
    drop: list[ColumnName] = Field([], max_length=16_384, description="Columns to leave out.")
    rename: dict[ColumnName, ColumnName] = Field({}, max_length=16_384, description="New names by old names.")

    def is_per_row(self) -> bool:
        return True

    def columns(self) -> list[str] | None:
        return [*self.keep, *self.drop, *self.rename] if self.keep else None

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":  # noqa: ARG002 - as every step
        need(frame, self.keep, "keep")
        need(frame, self.drop, "drop")
        need(frame, list(self.rename), "rename")
        kept = list(dict.fromkeys(self.keep)) or frame.columns
        frame = frame.select([name for name in kept if name not in set(self.drop)])
        return frame.rename({old: new for old, new in self.rename.items() if old in frame.columns})


class SelectForm(Select, StepForm):
    pass


@operation(
    "/tables/select",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={
        "data": [{"id": 1, "name": "Ada", "note": ""}],
        "keep": ["name", "id"],
        "rename": {"id": "number"},
    },
)
def select_columns(form: SelectForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
