"""Sample rows of a table: the first, the last, a range, every n-th, or a random sample."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING
from flowforge_data.core.tables.steps.calling import StepForm, change
from flowforge_data.core.tables.steps.step import LIMITS, RUN, ColumnName, TableStep, Work, need
from servicekit import Context, FileOutput, operation

if TYPE_CHECKING:
    import polars as pl


class Sample(TableStep):
    method: Literal["first", "last", "range", "every", "random"] = Field(
        "first", description="Which rows to take."
    )
    count: int = Field(
        10, ge=1, le=100_000_000, description="How many rows; for 'every', one row of this many."
    )
    offset: int = Field(0, ge=0, description="How many rows to pass over first, for 'range' and 'every'.")
    seed: int = Field(0, ge=0, le=2**32 - 1, description="The same seed takes the same random rows.")
    by: ColumnName | None = Field(
        None, description="Take so many rows of each value of this column, for 'random'."
    )

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":  # noqa: ARG002 - as every step
        import polars as pl  # noqa: PLC0415 - only workers load it

        if self.method == "first":
            return frame.head(self.count)
        if self.method == "last":
            return frame.tail(self.count)
        if self.method == "range":
            return frame.slice(self.offset, self.count)
        if self.method == "every":
            return frame.gather_every(self.count, self.offset)
        if self.by is None:
            return frame[
                frame.with_row_index("\0")["\0"].sample(min(self.count, frame.height), seed=self.seed).sort()
            ]
        need(frame, [self.by], "by")
        order = pl.int_range(pl.len()).shuffle(seed=self.seed).over(self.by)
        return frame.filter(order < self.count)


class SampleForm(Sample, StepForm):
    pass


@operation(
    "/tables/sample",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    limits=LIMITS,
    example={"data": [{"n": 1}, {"n": 2}, {"n": 3}], "count": 2},
)
def sample_rows(form: SampleForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
