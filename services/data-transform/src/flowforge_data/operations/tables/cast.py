"""Change the types of columns. A cell that is not of the type becomes a reject, or null if asked for.

Numbers are read with currency signs and thousands separators, dates in the usual spellings or by a format.
"""

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
from servicekit import Context, FileOutput, operation

if TYPE_CHECKING:
    import polars as pl


class Cast(TableStep):
    to_types: dict[ColumnName, Literal["text", "integer", "number", "boolean", "date", "datetime"]] = Field(
        min_length=1, max_length=1_000, description="Types by column."
    )
    cast_decimal_mark: Literal[".", ","] = Field(".", description="Decimal mark of the texts to cast.")
    cast_date_format: str | None = Field(
        None, max_length=100, description="strftime format, such as %d.%m.%Y."
    )
    cast_day_first: bool | None = Field(None, description="Whether 01/02/2024 is the first of February.")
    on_failure: Literal["drop_row", "null"] = Field(
        "drop_row", description="What happens to a cell that does not fit."
    )

    def is_per_row(self) -> bool:
        return True

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        from flowforge_data.core.formats.columns.parsing import Marks, parsed  # noqa: PLC0415 - likewise

        need(frame, list(self.to_types), "to_types")
        marks = Marks(self.cast_decimal_mark, self.cast_date_format, self.cast_day_first)
        failed: dict[int, tuple[str | None, str]] = {}
        columns = []
        for name, kind in self.to_types.items():
            text = frame[name].cast(pl.String)
            made = text if kind == "text" else parsed(text, kind, marks)
            lost = made.is_null() & text.is_not_null() & (text.str.strip_chars() != "")
            places = lost.arg_true().to_list()
            if places:
                count, first = work.failed.get(name, (0, text[places[0]]))
                work.failed[name] = (count + len(places), first)
            for index in places:
                failed.setdefault(index, (name, f"{text[index]!r} is no {kind}"))
            columns.append(made)
        result = frame.with_columns(columns)
        return result if self.on_failure == "null" else work.reject(frame, failed, result)

    def conclude(self, before: int, after: int, work: Work) -> None:  # noqa: ARG002 - as every step
        for name, (count, first) in work.failed.items():
            told = f"{count} cells of '{name}' are no {self.to_types[name]}, the first is {first!r}"
            work.warnings.append(told)


class CastForm(Cast, StepForm):
    pass


@operation(
    "/tables/cast",
    errors=CHANGING,
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={"data": [{"price": "$1,200.50"}], "to_types": {"price": "number"}},
)
def cast_columns(form: CastForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
