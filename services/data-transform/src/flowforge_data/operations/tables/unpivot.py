"""Turn columns into rows: each chosen column becomes a row with its name and its value."""

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


class Unpivot(TableStep):
    index: list[ColumnName] = Field(
        [], max_length=1_000, description="Columns that stay, repeated in each row."
    )
    on: list[ColumnName] = Field(
        [], max_length=16_384, description="Columns to turn into rows; empty: all others."
    )
    name_column: ColumnName = Field("name", description="The column for the names.")
    value_column: ColumnName = Field("value", description="The column for the values.")

    def is_per_row(self) -> bool:
        return True

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        need(frame, self.index, "index")
        need(frame, self.on, "on")
        on = self.on or [name for name in frame.columns if name not in self.index]
        kinds = {frame.schema[name] for name in on}
        if len(kinds) > 1 and not all(kind.is_numeric() for kind in kinds):
            work.warnings.append("the columns have several types: the values became text")
            frame = frame.with_columns(pl.col(on).cast(pl.String))
        rows = frame.with_row_index("\0row").unpivot(
            on, index=["\0row", *self.index], variable_name=self.name_column, value_name=self.value_column
        )
        return rows.sort("\0row", maintain_order=True).drop("\0row")


class UnpivotForm(Unpivot, StepForm):
    pass


@operation(
    "/tables/unpivot",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={"data": [{"id": 1, "a": 5, "b": 6}], "index": ["id"]},
)
def unpivot_table(form: UnpivotForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
