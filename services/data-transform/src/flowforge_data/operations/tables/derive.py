"""Add or replace columns computed from the other columns of each row, by SQL expressions.

Expressions have arithmetic, `CASE WHEN ... THEN ... ELSE ... END`, `COALESCE`, `CAST(x AS BIGINT)`, text
functions (`UPPER`, `TRIM`, `REPLACE`, `SUBSTR`, `CONCAT`, `LENGTH`, `REGEXP_LIKE`), `ROUND`, `ABS`, date
parts and windows (`SUM(x) OVER (PARTITION BY y)`). Later expressions see the columns of earlier ones.
"""

from functools import partial
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
    Expression,
    TableStep,
    Work,
)
from servicekit import Context, FileOutput, operation

if TYPE_CHECKING:
    import polars as pl


class Derive(TableStep):
    set: dict[ColumnName, Expression] = Field(
        min_length=1, max_length=200, description="Expressions by the name of the column that they make."
    )

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":  # noqa: ARG002 - as every step
        from flowforge_data.core.tables.steps.expressions import evaluated, expression  # noqa: PLC0415 - polars is for workers

        for name, text in self.set.items():
            made = expression(text, f"set.{name}").alias(name)
            frame = evaluated(partial(frame.with_columns, made), text, f"set.{name}")
        return frame

    def lazy(self, table: "pl.LazyFrame", work: Work) -> "pl.LazyFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        from flowforge_data.core.tables.steps.expressions import expression  # noqa: PLC0415 - likewise

        self.apply(pl.DataFrame(schema=table.collect_schema()), work)  # raises for what cannot be computed
        for name, text in self.set.items():
            table = table.with_columns(expression(text, f"set.{name}").alias(name))
        return table


class DeriveForm(Derive, StepForm):
    pass


@operation(
    "/tables/derive",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={"data": [{"price": 10, "count": 3}], "set": {"total": "price * count"}},
)
def derive_columns(form: DeriveForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
