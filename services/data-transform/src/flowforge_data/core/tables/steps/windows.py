"""Functions of a row and its neighbors."""

from typing import TYPE_CHECKING, Final, Literal, Self

from pydantic import Field, model_validator

from flowforge_data.core.faults import NotNumeric
from flowforge_data.core.tables.steps.step import ColumnName
from servicekit import RequestBody

if TYPE_CHECKING:
    import polars as pl

WindowName = Literal[
    "row_number",
    "rank",
    "dense_rank",
    "running_total",
    "running_max",
    "running_min",
    "previous",
    "next",
    "difference",
    "percent_change",
    "moving_average",
    "moving_sum",
    "share",
]
_WITHOUT_COLUMN: Final = ("row_number",)
_OF_ANYTHING: Final = ("row_number", "rank", "dense_rank", "previous", "next")


class WindowFunction(RequestBody):
    """One function, such as `{"function": "moving_average", "column": "sales", "size": 7}`."""

    function: WindowName = Field(description="What to compute; 'share' is the part of the group's sum.")
    column: ColumnName | None = Field(
        None, description="The column to compute it of; 'row_number' needs none."
    )
    name: ColumnName | None = Field(
        None, description="Name of the result; by default such as sales_running_total."
    )
    size: int = Field(1, ge=1, le=100_000, description="Rows back or ahead, or rows in a moving window.")
    descending: bool = Field(default=False, description="Whether the highest value has rank 1.")

    @model_validator(mode="after")
    def _has_a_column(self) -> Self:
        if self.column is None and self.function not in _WITHOUT_COLUMN:
            raise ValueError(f"'column' is required with the function '{self.function}'")
        return self

    def build(self, frame: "pl.DataFrame") -> "pl.Expr":
        """Return the expression for *frame*. Raises NotNumeric."""
        import polars as pl  # noqa: PLC0415 - only workers load it

        if self.column is None:
            return (pl.int_range(pl.len()) + 1).alias(self.name or self.function)
        kind = frame.schema[self.column]
        if self.function not in _OF_ANYTHING and not kind.is_numeric():
            raise NotNumeric(field="functions", name=self.column, found=str(kind).lower())
        return self._of(pl.col(self.column)).alias(self.name or f"{self.column}_{self.function}")

    def _of(self, column: "pl.Expr") -> "pl.Expr":
        import polars as pl  # noqa: PLC0415 - only workers load it

        of_all = {
            "row_number": pl.int_range(pl.len()) + 1,
            "rank": column.rank("min", descending=self.descending).cast(pl.Int64),
            "dense_rank": column.rank("dense", descending=self.descending).cast(pl.Int64),
            "running_total": column.cum_sum(),
            "running_max": column.cum_max(),
            "running_min": column.cum_min(),
            "previous": column.shift(self.size),
            "next": column.shift(-self.size),
            "difference": column - column.shift(self.size),
            "percent_change": (column / column.shift(self.size) - 1) * 100,
            "moving_average": column.rolling_mean(self.size),
            "moving_sum": column.rolling_sum(self.size),
            "share": column / column.sum(),
        }
        return of_all[self.function]
