"""Group the rows of a table by columns, and compute aggregates for each group.

Without `by` the whole table is one group. Groups come in the order of their first rows.
"""

from typing import TYPE_CHECKING

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.tables.steps.aggregates import Aggregate
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


class Group(TableStep):
    by: list[ColumnName] = Field([], max_length=100, description="The columns whose values make the groups.")
    aggregates: list[Aggregate] = Field(min_length=1, max_length=200, description="What to compute.")

    def columns(self) -> list[str] | None:
        return [*self.by, *(one.column for one in self.aggregates if one.column is not None)]

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":  # noqa: ARG002 - as every step
        need(frame, self.by, "by")
        need(frame, [one.column for one in self.aggregates if one.column is not None], "aggregates")
        made = [one.build(frame) for one in self.aggregates]
        return frame.group_by(self.by, maintain_order=True).agg(made) if self.by else frame.select(made)

    def lazy(self, table: "pl.LazyFrame", work: Work) -> "pl.LazyFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        empty = pl.DataFrame(schema=table.collect_schema())
        self.apply(empty, work)  # raises for columns and types that do not fit
        made = [one.build(empty) for one in self.aggregates]
        return table.group_by(self.by, maintain_order=True).agg(made) if self.by else table.select(made)


class GroupForm(Group, StepForm):
    pass


@operation(
    "/tables/group",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={
        "data": [{"city": "Rome", "n": 1}, {"city": "Rome", "n": 2}],
        "by": ["city"],
        "aggregates": [{"function": "sum", "column": "n"}],
    },
)
def group_rows(form: GroupForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
