"""Aggregates of a group of rows."""

from typing import TYPE_CHECKING, Final, Literal, Self

from pydantic import Field, model_validator

from flowforge_data.core.faults import NotNumeric
from flowforge_data.core.tables.steps.step import ColumnName
from servicekit import RequestBody

if TYPE_CHECKING:
    import polars as pl

AggregateFunction = Literal[
    "count",
    "count_values",
    "count_distinct",
    "sum",
    "mean",
    "median",
    "min",
    "max",
    "standard_deviation",
    "variance",
    "percentile",
    "first",
    "last",
    "mode",
    "list",
    "join",
]
_OF_NUMBERS: Final = ("sum", "mean", "median", "standard_deviation", "variance", "percentile")


class Aggregate(RequestBody):
    """One aggregate, such as `{"function": "sum", "column": "amount", "name": "total"}`."""

    function: AggregateFunction = Field(
        description="What to compute; 'count' counts rows and needs no column."
    )
    column: ColumnName | None = Field(None, description="The column to compute it of.")
    name: ColumnName | None = Field(None, description="Name of the result; by default such as amount_sum.")
    percent: float = Field(50, ge=0, le=100, description="The percentile, for 'percentile'.")
    separator: str = Field(", ", max_length=20, description="What separates the texts of 'join'.")

    @model_validator(mode="after")
    def _has_a_column(self) -> Self:
        if self.column is None and self.function != "count":
            raise ValueError(f"'column' is required with the function '{self.function}'")
        return self

    def build(self, frame: "pl.DataFrame") -> "pl.Expr":
        """Return the expression for *frame*. Raises NotNumeric."""
        import polars as pl  # noqa: PLC0415 - only workers load it

        if self.column is None:
            return pl.len().cast(pl.Int64).alias(self.name or "count")
        kind = frame.schema[self.column]
        if self.function in _OF_NUMBERS and not kind.is_numeric():
            raise NotNumeric(field="aggregates", name=self.column, found=str(kind).lower())
        made = self._of(pl.col(self.column))
        if self.function.startswith("count"):
            made = made.cast(pl.Int64)
        return made.alias(self.name or f"{self.column}_{self.function}")

    def _of(self, column: "pl.Expr") -> "pl.Expr":
        import polars as pl  # noqa: PLC0415 - only workers load it

        of_all = {
            "count": pl.len(),
            "count_values": column.count(),
            "count_distinct": column.drop_nulls().n_unique(),
            "sum": column.sum(),
            "mean": column.mean(),
            "median": column.median(),
            "min": column.min(),
            "max": column.max(),
            "standard_deviation": column.std(),
            "variance": column.var(),
            "percentile": column.quantile(self.percent / 100, interpolation="linear"),
            "first": column.first(),
            "last": column.last(),
            "mode": column.drop_nulls().mode(maintain_order=True).first(),
            "list": column.drop_nulls().cast(pl.String).implode(),
            "join": column.drop_nulls().cast(pl.String).str.join(self.separator),
        }
        return of_all[self.function]
