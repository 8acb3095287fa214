"""Keep the rows of a table that meet conditions.

Give `where`, an SQL expression such as `amount > 100 AND country = 'DE'`, or `conditions`, which are joined
by `match`. With both, a row meets both. Names with blanks stand in double quotation marks.
"""

from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.tables.steps.calling import StepForm, change
from flowforge_data.core.tables.steps.conditions import Condition
from flowforge_data.core.tables.steps.step import (
    RUN,
    STREAM_DEADLINE,
    STREAM_LIMITS,
    Expression,
    TableStep,
    Work,
    need,
)
from servicekit import Context, FileOutput, operation

if TYPE_CHECKING:
    import polars as pl


class Filter(TableStep):
    where: Expression | None = Field(None, description="An SQL condition on the columns of a row.")
    conditions: list[Condition] = Field([], max_length=100, description="Conditions on single columns.")
    match: Literal["all", "any"] = Field(
        "all", description="Whether all conditions have to be met, or any of them."
    )
    negate: bool = Field(default=False, description="Keep the rows that do not meet the conditions instead.")

    @model_validator(mode="after")
    def _has_conditions(self) -> Self:
        if self.where is None and not self.conditions:
            raise ValueError("give 'where', 'conditions' or both")
        return self

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":  # noqa: ARG002 - as every step
        from flowforge_data.core.tables.steps.expressions import evaluated  # noqa: PLC0415 - polars is for workers

        kept = self._kept(frame)
        return evaluated(lambda: frame.filter(kept), self.where or "", "where")

    def lazy(self, table: "pl.LazyFrame", work: Work) -> "pl.LazyFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        empty = pl.DataFrame(schema=table.collect_schema())
        self.apply(empty, work)  # raises for what the expression cannot be on these columns
        return table.filter(self._kept(empty))

    def _kept(self, frame: "pl.DataFrame") -> "pl.Expr":
        import polars as pl  # noqa: PLC0415 - only workers load it

        from flowforge_data.core.tables.steps.expressions import expression  # noqa: PLC0415 - likewise

        need(frame, [one.column for one in self.conditions], "conditions")
        built = [one.build(frame) for one in self.conditions]
        if built:
            kept = pl.all_horizontal(built) if self.match == "all" else pl.any_horizontal(built)
        else:
            kept = pl.lit(value=True)
        if self.where is not None:
            kept = expression(self.where, "where").fill_null(value=False) & kept
        return ~kept if self.negate else kept


class FilterForm(Filter, StepForm):
    pass


@operation(
    "/tables/filter",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={"data": [{"n": 1}, {"n": 5}], "where": "n > 2"},
)
def filter_rows(form: FilterForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
