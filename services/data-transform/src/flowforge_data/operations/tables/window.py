"""Add columns that look at neighboring rows: row numbers, ranks, running totals, moving averages.

Rows are taken in their present order, or by `order_by`; with `by`, within each group.
"""

from typing import TYPE_CHECKING

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.tables.steps.calling import StepForm, change
from flowforge_data.core.tables.steps.step import LIMITS, RUN, ColumnName, TableStep, Work, need
from flowforge_data.core.tables.steps.windows import WindowFunction
from servicekit import Context, FileOutput, operation

if TYPE_CHECKING:
    import polars as pl


class Window(TableStep):
    by: list[ColumnName] = Field([], max_length=100, description="Columns whose values make the groups.")
    order_by: ColumnName | None = Field(
        None, description="The column that orders the rows; empty: as they are."
    )
    descending: bool = Field(default=False, description="Order from the highest to the lowest.")
    functions: list[WindowFunction] = Field(min_length=1, max_length=100, description="What to compute.")

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":  # noqa: ARG002 - as every step

        need(frame, self.by, "by")
        need(frame, [self.order_by] if self.order_by else [], "order_by")
        need(frame, [one.column for one in self.functions if one.column], "functions")
        table = frame.with_row_index("\0row")
        if self.order_by:
            table = table.sort(
                self.order_by, descending=self.descending, nulls_last=True, maintain_order=True
            )
        made = [one.build(frame) for one in self.functions]
        table = table.with_columns([one.over(self.by) for one in made] if self.by else made)
        return table.sort("\0row").drop("\0row")


class WindowForm(Window, StepForm):
    pass


@operation(
    "/tables/window",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    limits=LIMITS,
    example={"data": [{"n": 1}, {"n": 2}], "functions": [{"function": "running_total", "column": "n"}]},
)
def add_window_columns(form: WindowForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
