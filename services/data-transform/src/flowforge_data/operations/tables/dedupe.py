"""Remove repeated rows: those that have the same values in all columns, or in the chosen ones."""

from typing import TYPE_CHECKING, Any, Literal

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


class Dedupe(TableStep):
    by: list[ColumnName] = Field(
        [], max_length=1_000, description="Columns that make a row the same; empty: all."
    )
    keep: Literal["first", "last", "none"] = Field("first", description="Which of the repeated rows stays.")
    ignore_case: bool = Field(default=False, description="Whether upper and lower case are the same in text.")
    ignore_spaces: bool = Field(
        default=False, description="Whether blanks at the ends and repeated ones do not count."
    )

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":  # noqa: ARG002 - as every step
        import polars as pl  # noqa: PLC0415 - only workers load it

        need(frame, self.by, "by")
        columns = self.by or frame.columns
        keys = frame.select(self._normal(pl.col(name), frame.schema[name]) for name in columns)
        kept = keys.with_row_index("\0row").unique(keys.columns, keep=self.keep, maintain_order=True)["\0row"]
        return frame[kept]

    def lazy(self, table: "pl.LazyFrame", work: Work) -> "pl.LazyFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        empty = pl.DataFrame(schema=table.collect_schema())
        self.apply(empty, work)  # raises for columns that are not there
        columns = self.by or empty.columns
        if not (self.ignore_case or self.ignore_spaces):
            return table.unique(columns, keep=self.keep, maintain_order=True)
        names = [f"\0key{number}" for number in range(len(columns))]
        keys = [
            self._normal(pl.col(one), empty.schema[one]).alias(key)
            for one, key in zip(columns, names, strict=True)
        ]
        return table.with_columns(keys).unique(names, keep=self.keep, maintain_order=True).drop(names)

    def conclude(self, before: int, after: int, work: Work) -> None:
        if before != after:
            work.warnings.append(f"{before - after} repeated rows were removed")

    def _normal(self, column: "pl.Expr", kind: Any) -> "pl.Expr":
        import polars as pl  # noqa: PLC0415 - only workers load it

        if kind != pl.String:
            return column
        column = column.str.to_lowercase() if self.ignore_case else column
        return column.str.replace_all(r"\s+", " ").str.strip_chars() if self.ignore_spaces else column


class DedupeForm(Dedupe, StepForm):
    pass


@operation(
    "/tables/dedupe",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={"data": [{"mail": "a@x.org"}, {"mail": "A@x.org"}], "ignore_case": True},
)
def remove_repeated_rows(form: DedupeForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
