"""Put the rows of two tables below each other. Columns are matched by name; missing ones are empty."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.tables.steps.calling import TwoTablesStepForm, change
from flowforge_data.core.tables.steps.step import (
    RUN,
    STREAM_DEADLINE,
    STREAM_LIMITS,
    ColumnName,
    TableStep,
    Work,
)
from servicekit import Context, FileOutput, operation

if TYPE_CHECKING:
    import polars as pl


class Union(TableStep):
    match_by: Literal["name", "position"] = Field(
        "name", description="How the columns of both tables are matched."
    )
    source_column: ColumnName | None = Field(
        None, description="Add a column of this name that says which table a row comes from: 1 or 2."
    )

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        return self.lazy(frame.lazy(), work).collect()

    def lazy(self, table: "pl.LazyFrame", work: Work) -> "pl.LazyFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        other = work.others[0].lazy()
        frame, second = _shape(table), _shape(other)
        if self.match_by == "position":
            names = frame.columns[: second.width] + second.columns[frame.width :]
            other = other.rename(dict(zip(second.columns, names, strict=True)))
            second = _shape(other)
        parts = [table, other]
        differing = [
            name
            for name in frame.columns
            if name in second.columns and frame.schema[name] != second.schema[name]
        ]
        if differing:
            shown = ", ".join(differing[:10])
            work.warnings.append(f"columns of different types became text or numbers with decimals: {shown}")
        if self.source_column:
            parts = [
                one.with_columns(pl.lit(number).alias(self.source_column))
                for number, one in enumerate(parts, 1)
            ]
        return pl.concat([_plain(one, differing, frame, second) for one in parts], how="diagonal")


def _shape(table: "pl.LazyFrame") -> "pl.DataFrame":
    """Return the columns of a table, without rows."""
    import polars as pl  # noqa: PLC0415 - only workers load it

    return pl.DataFrame(schema=table.collect_schema())


def _plain(
    table: "pl.LazyFrame", differing: list[str], frame: "pl.DataFrame", other: "pl.DataFrame"
) -> "pl.LazyFrame":
    import polars as pl  # noqa: PLC0415 - only workers load it

    made = []
    for name in differing:
        numbers = frame.schema[name].is_numeric() and other.schema[name].is_numeric()
        made.append(pl.col(name).cast(pl.Float64 if numbers else pl.String))
    return table.with_columns(made)


class UnionForm(Union, TwoTablesStepForm):
    pass


@operation(
    "/tables/union",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={"data": [{"id": 1}], "other_data": [{"id": 2, "name": "Ada"}]},
)
def union_tables(form: UnionForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
