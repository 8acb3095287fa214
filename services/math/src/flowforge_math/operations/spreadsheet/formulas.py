"""Evaluate spreadsheet formulas over the rows of a table, as Excel does.

`formulas` adds columns: `[@Price]` is the cell of this row, `[Price]` or `Price` the whole column, and
`rates[Price]` a column of another table in `tables`. Cells also go by `B2` (the column by its place, 2
being the first row; a relative reference moves with the row) and areas by `B:B` or `$B$2:$B$9`. `totals`
are computed once, after the columns. Over 200 functions, among them SUMIFS, XLOOKUP, IF, TEXT, EDATE and
PMT, with the operators, coercions, criteria and error values of Excel. A cell that fails has its error
value, such as #N/A, and is listed in `errors`. Dates are read and written in ISO 8601.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import Cell, DataForm
from flowforge_math.core.spreadsheet.faults import (
    FormulaTooComplex,
    FormulaTooLong,
    MalformedFormula,
    UnknownFormulaName,
)
from servicekit import Process, operation

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Formula = Annotated[str, StringConstraints(min_length=1, max_length=8_192)]
Shown = bool | int | float | str | None
MAX_FORMULA_ROWS = 200_000
TableColumn = Annotated[list[Cell], Field(max_length=MAX_FORMULA_ROWS, fail_fast=True)]


class FormulasForm(DataForm):
    """The table comes as `rows`, `data` or `file`; without any there are only totals of constants."""

    formulas: dict[Name, Formula] = Field(
        {}, max_length=100, description='New columns: {"total": "=[@price]*[@quantity]"}.'
    )
    totals: dict[Name, Formula] = Field(
        {}, max_length=100, description='Values of the whole table: {"sum": "=SUM([total])"}.'
    )
    tables: dict[Name, dict[Name, TableColumn]] = Field(
        {}, max_length=20, description='Other tables, by column: {"rates": {"code": ["EUR"], "rate": [1.1]}}.'
    )
    now: datetime | None = Field(
        None, description="What NOW() and TODAY() are; the current time in UTC if absent."
    )

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if sum(source is not None for source in (self.file, self.rows, self.data)) > 1:
            raise ValueError("give only one of 'data', 'rows' and 'file'")
        if not self.formulas and not self.totals:
            raise ValueError("give at least one formula in 'formulas' or 'totals'")
        return self


class CellError(BaseModel):
    formula: str = Field(description="The name of the column or the total.")
    row: int | None = Field(description="Counted from 0; null for a total.")
    error: str = Field(description="The error value, such as #DIV/0!.")


class FormulasResult(BaseModel):
    rows: list[dict[str, Shown]] = Field(description="The rows with their new columns.")
    totals: dict[str, Shown | list[Shown | list[Shown]]] = Field(
        description="The value of each total; a list where the formula gives an array."
    )
    errors: list[CellError] = Field(description="Cells with an error value, 1,000 at the most.")
    error_count: int = Field(description="How many cells have an error value.")
    warnings: list[str] = Field(description="What had to be guessed, and formulas that look mistaken.")


@operation(
    "/spreadsheet/formulas",
    example={
        "rows": [
            {"region": "North", "price": 5, "quantity": 3},
            {"region": "South", "price": 4, "quantity": 2},
        ],
        "formulas": {"total": "=[@price]*[@quantity]", "size": '=IF([@total]>10,"large","small")'},
        "totals": {"north": '=SUMIFS([total],[region],"North")'},
    },
    errors=[FormulaTooComplex, FormulaTooLong, MalformedFormula, UnknownFormulaName, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=2 << 30),
    deadline=timedelta(seconds=25),
)
def evaluate_formulas(form: FormulasForm) -> FormulasResult:
    # numpy and polars: only the worker loads them.
    from flowforge_math.core.samples.reading import Data, read_data  # noqa: PLC0415 - likewise
    from flowforge_math.core.spreadsheet.answering import answer  # noqa: PLC0415 - likewise

    empty = form.file is None and not form.rows and not form.data
    data = Data({}, 0) if empty else read_data(form)
    now = form.now or datetime.now(UTC)
    return FormulasResult.model_validate(answer(data, form, now.replace(tzinfo=None)))
