"""Turn rows into columns: the values of one column become column names."""

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING, NotNumeric
from flowforge_data.core.tables.steps.calling import StepForm, change
from flowforge_data.core.tables.steps.step import LIMITS, RUN, ColumnName, TableStep, Work, need
from servicekit import Context, FileOutput, InvalidInput, operation

if TYPE_CHECKING:
    import polars as pl


MAX_NAMES = 5_000


class TooManyPivotColumns(InvalidInput):
    code = "PIVOT_TOO_WIDE"
    message = (
        "The column '{column}' in 'names_from' has {count} different values; at most {limit} are allowed."
    )


class Pivot(TableStep):
    index: list[ColumnName] = Field(min_length=1, max_length=100, description="Columns that identify a row.")
    names_from: ColumnName = Field(description="The column whose values become column names.")
    values_from: ColumnName = Field(description="The column whose values fill the cells.")
    function: Literal["first", "last", "sum", "mean", "min", "max", "median", "count"] = Field(
        "first", description="What stands in a cell with several values."
    )

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        need(frame, [*self.index, self.names_from, self.values_from], "index")
        names = frame[self.names_from].n_unique()
        if names > MAX_NAMES:
            raise TooManyPivotColumns(column=self.names_from, count=names, limit=MAX_NAMES)
        if self.function in ("sum", "mean", "median") and not frame.schema[self.values_from].is_numeric():
            raise NotNumeric(
                field="values_from", name=self.values_from, found=str(frame.schema[self.values_from]).lower()
            )
        if self.function == "first" and frame.select([*self.index, self.names_from]).is_duplicated().any():
            work.warnings.append("several rows fall into one cell: the first one was taken")
        function: Any = "len" if self.function == "count" else self.function
        named = frame.with_columns(pl.col(self.names_from).cast(pl.String).fill_null("null"))
        return named.pivot(
            on=self.names_from,
            index=self.index,
            values=self.values_from,
            aggregate_function=function,
            maintain_order=True,
        )


class PivotForm(Pivot, StepForm):
    pass


@operation(
    "/tables/pivot",
    errors=[*CHANGING, TooManyPivotColumns],
    run=RUN,
    json_file=True,
    limits=LIMITS,
    example={
        "data": [{"year": 2024, "city": "Rome", "n": 1}, {"year": 2024, "city": "Oslo", "n": 2}],
        "index": ["year"],
        "names_from": "city",
        "values_from": "n",
    },
)
def pivot_table(form: PivotForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
