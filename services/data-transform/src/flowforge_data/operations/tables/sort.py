"""Sort the rows of a table by one or several columns. The order of equal rows is kept."""

from typing import TYPE_CHECKING, Literal

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
from servicekit import Context, FileOutput, RequestBody, operation

if TYPE_CHECKING:
    import polars as pl


class SortKey(RequestBody):
    column: ColumnName = Field(description="The column.")
    order: Literal["ascending", "descending"] = Field(
        "ascending", description="Missing values come last either way."
    )
    compare: Literal["exact", "ignore_case", "numbers"] = Field(
        "exact", description="How text compares; 'numbers' by the first number in it."
    )


class Sort(TableStep):
    by: list[SortKey] = Field(
        min_length=1, max_length=100, description="The columns to sort by, the first first."
    )

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":  # noqa: ARG002 - as every step
        import polars as pl  # noqa: PLC0415 - only workers load it

        need(frame, [key.column for key in self.by], "by")
        named = frame.select(_key(frame, key).alias(str(number)) for number, key in enumerate(self.by))
        descending = [key.order == "descending" for key in self.by]
        order = named.select(
            pl.arg_sort_by(
                [pl.col(one) for one in named.columns],
                descending=descending,
                nulls_last=True,
                maintain_order=True,
            )
        )
        return frame[order.to_series()]

    def lazy(self, table: "pl.LazyFrame", work: Work) -> "pl.LazyFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        empty = pl.DataFrame(schema=table.collect_schema())
        self.apply(empty, work)  # raises for columns that are not there
        keys = {}
        names = []
        for number, key in enumerate(self.by):
            made = _key(empty, key)
            name = key.column if made.meta.is_column() else f"\0key{number}"
            keys.update({} if name == key.column else {name: made})
            names.append(name)
        descending = [key.order == "descending" for key in self.by]
        ordered = table.with_columns(**keys).sort(
            names, descending=descending, nulls_last=True, maintain_order=True
        )
        return ordered.drop(list(keys))


def _key(frame: "pl.DataFrame", key: SortKey) -> "pl.Expr":
    import polars as pl  # noqa: PLC0415 - only workers load it

    column = pl.col(key.column)
    if frame.schema[key.column] != pl.String:
        return column
    if key.compare == "numbers":
        return column.str.extract(r"(-?[0-9]+(?:\.[0-9]+)?)").cast(pl.Float64, strict=False)
    return column.str.to_lowercase() if key.compare == "ignore_case" else column


class SortForm(Sort, StepForm):
    pass


@operation(
    "/tables/sort",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={"data": [{"name": "b", "n": 2}, {"name": "a", "n": 1}], "by": [{"column": "name"}]},
)
def sort_rows(form: SortForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
