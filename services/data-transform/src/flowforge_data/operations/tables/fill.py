"""Fill the missing values of columns: with a value, the value above or below, or a statistic."""

from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import CHANGING, NotNumeric
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


class Fill(TableStep):
    target_columns: list[ColumnName] = Field(
        [], max_length=16_384, description="Columns to fill; empty: all."
    )
    method: Literal["value", "down", "up", "mean", "median", "min", "max", "zero", "interpolate"] = Field(
        "down",
        description="'down' takes the value above, 'up' the one below, 'interpolate' a line between.",
    )
    value: str | int | float | bool | None = Field(
        None, description="What to fill in, with the method 'value'."
    )
    by: list[ColumnName] = Field([], max_length=100, description="Fill within groups of these columns only.")
    empty_is_missing: bool = Field(default=True, description="Whether empty text counts as missing.")

    @model_validator(mode="after")
    def _has_a_value(self) -> Self:
        if (self.method == "value") != (self.value is not None):
            raise ValueError("give 'value' with the method 'value', and only then")
        return self

    def is_per_row(self) -> bool:
        return self.method in ("value", "zero") and not self.by

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":  # noqa: ARG002 - as every step
        import polars as pl  # noqa: PLC0415 - only workers load it

        need(frame, self.target_columns, "target_columns")
        need(frame, self.by, "by")
        if self.empty_is_missing:
            frame = frame.with_columns(
                pl.when(pl.col(pl.String) == "").then(None).otherwise(pl.col(pl.String)).name.keep()
            )
        numbers = self.method in ("mean", "median", "min", "max", "zero", "interpolate")
        names = self.target_columns or [one for one in frame.columns if one not in self.by]
        made = []
        for name in names:
            numeric = frame.schema[name].is_numeric()
            if numbers and not numeric:
                if self.target_columns:
                    raise NotNumeric(field="target_columns", name=name, found=str(frame.schema[name]).lower())
                continue
            filled = self._filled(pl.col(name), numeric=numeric)
            made.append(filled.over(self.by) if self.by else filled)
        return frame.with_columns(made)

    def _filled(self, column: "pl.Expr", *, numeric: bool) -> "pl.Expr":
        if self.method == "value":
            fits = numeric == (isinstance(self.value, int | float) and not isinstance(self.value, bool))
            return column.fill_null(self.value) if fits else column.cast(str).fill_null(str(self.value))
        if self.method in ("down", "up"):
            return column.forward_fill() if self.method == "down" else column.backward_fill()
        if self.method == "interpolate":
            return column.interpolate()
        if self.method == "zero":
            return column.fill_null(0)
        return column.fill_null(getattr(column, self.method)())


class FillForm(Fill, StepForm):
    pass


@operation(
    "/tables/fill",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={"data": [{"city": "Rome"}, {"city": None}], "method": "down"},
)
def fill_missing_values(form: FillForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
