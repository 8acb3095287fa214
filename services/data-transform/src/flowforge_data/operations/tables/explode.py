"""Make a row of each item of a column: of a JSON list, or of text with a separator."""

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
    TableStep,
    Work,
    need,
)
from servicekit import Context, FileOutput, InvalidInput, operation

if TYPE_CHECKING:
    import polars as pl


MAX_ROWS = 20_000_000


class TooManyItems(InvalidInput):
    code = "TOO_MANY_ITEMS"
    message = "'column' names '{column}', whose items would make more than {limit} rows."


class Explode(TableStep):
    column: ColumnName = Field(description="The column that holds several items.")
    separator: str | None = Field(
        None,
        min_length=1,
        max_length=20,
        description="What separates the items in text; without it the cell is a JSON list.",
    )
    trim: bool = Field(default=True, description="Remove blanks around the items of text.")

    def is_per_row(self) -> bool:
        return True

    def apply(self, frame: "pl.DataFrame", work: Work) -> "pl.DataFrame":
        import polars as pl  # noqa: PLC0415 - only workers load it

        need(frame, [self.column], "column")
        lists = [self._items(cell) for cell in frame[self.column].cast(pl.String).to_list()]
        if sum(len(one) for one in lists) > MAX_ROWS:
            raise TooManyItems(column=self.column, limit=MAX_ROWS)
        work.warnings += ["cells that hold no JSON list stay as they are"] if self._plain(frame) else []
        items = pl.Series(self.column, lists, dtype=pl.List(pl.String))
        return frame.with_columns(items).explode(self.column)

    def _plain(self, frame: "pl.DataFrame") -> bool:
        cells = frame[self.column].drop_nulls().to_list()
        return self.separator is None and any(not str(cell).startswith("[") for cell in cells)

    def _items(self, cell: str | None) -> list[str | None]:
        import msgspec  # noqa: PLC0415 - only workers load it

        from flowforge_data.core.formats.columns.rows import as_text  # noqa: PLC0415 - likewise

        if cell is None:
            return [None]
        if self.separator is not None:
            parts = cell.split(self.separator)
            return [part.strip() for part in parts] if self.trim else list(parts)
        if not cell.startswith("["):
            return [cell]
        try:
            return [None if one is None else as_text(one) for one in msgspec.json.decode(cell)] or [None]
        except msgspec.DecodeError:
            return [cell]


class ExplodeForm(Explode, StepForm):
    pass


@operation(
    "/tables/explode",
    errors=[*CHANGING, TooManyItems],
    run=RUN,
    json_file=True,
    deadline=STREAM_DEADLINE,
    limits=STREAM_LIMITS,
    example={"data": [{"id": 1, "tags": "a, b"}], "column": "tags", "separator": ","},
)
def explode_rows(form: ExplodeForm, context: Context) -> FileOutput[SourceReport]:
    return change(form, context)
