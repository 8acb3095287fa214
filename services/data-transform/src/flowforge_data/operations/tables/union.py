"""Put the rows of two tables below each other. Columns are matched by name; missing ones are empty."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.steps.calling import TwoTablesStepForm, change
from flowforge_data.core.steps.step import LIMITS, RUN, ColumnName, TableStep, Work
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
        import polars as pl  # noqa: PLC0415 - only workers load it

        other = work.others[0]
        if self.match_by == "position":
            names = frame.columns[: other.width] + other.columns[frame.width :]
            other = other.rename(dict(zip(other.columns, names, strict=True)))
        parts = [frame, other]
        differing = [
            name
            for name in frame.columns
            if name in other.columns and frame.schema[name] != other.schema[name]
        ]
        if differing:
            shown = ", ".join(differing[:10])
            work.warnings.append(f"columns of different types became text or numbers with decimals: {shown}")
        if self.source_column:
            parts = [
                one.with_columns(pl.lit(number).alias(self.source_column))
                for number, one in enumerate(parts, 1)
            ]
        return pl.concat([_plain(one, differing, frame, other) for one in parts], how="diagonal")


def _plain(
    table: "pl.DataFrame", differing: list[str], frame: "pl.DataFrame", other: "pl.DataFrame"
) -> "pl.DataFrame":
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
    limits=LIMITS,
    example={"data": [{"id": 1}], "other_data": [{"id": 2, "name": "Ada"}]},
)
def union_tables(form: UnionForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
