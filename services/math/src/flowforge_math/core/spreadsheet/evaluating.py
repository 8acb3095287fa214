"""From the tables and formulas of a request to computed columns and totals."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from flowforge_math.core.spreadsheet.dates import SECONDS, Moment, moment_of, serial, text_of
from flowforge_math.core.spreadsheet.reader import Reader
from flowforge_math.core.spreadsheet.registry import Thunk
from flowforge_math.core.spreadsheet.sheet import Frame, Sheet, Table
from flowforge_math.core.spreadsheet.values import FAULTS, VALUE, Area, Fault

_PLAIN_NUMBER: Final = re.compile(r"[+-]?(?:(?:0|[1-9]\d{0,14})(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
MAX_ERRORS: Final = 1_000
MAX_EXACT: Final = 2.0**53


@dataclass(slots=True)
class Computed:
    """`errors` are error values by formula and row; `notes` is what deserves a look."""

    sheet: Sheet
    totals: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, int | None, str]] = field(default_factory=list)
    error_count: int = 0
    notes: list[str] = field(default_factory=list)

    def note_error(self, name: str, row: int | None, fault: Fault) -> None:
        self.error_count += 1
        if len(self.errors) < MAX_ERRORS:
            self.errors.append((name, row, fault.code))


def table_of(
    name: str, columns: Mapping[str, Sequence[Any]], cell: Callable[[Any], Any] | None = None
) -> Table:
    """Return a table of cells; shorter columns are filled up with empty ones."""
    height = max((len(values) for values in columns.values()), default=0)
    table = Table(name, height)
    for column, values in columns.items():
        cells = [(cell or cell_of)(value) for value in values]
        table.put(column, cells + [None] * (height - len(cells)))
    return table


def cell_of(value: Any) -> Any:
    """Return a value of JSON or of a file as a cell: whole texts of ISO 8601 are dates."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return None if math.isnan(value) else float(value)
    if isinstance(value, str):
        return _text(value)
    return _timed(value)


def cell_of_file(value: Any, mark: str) -> Any:
    """Return a cell of a file: texts that are numbers become numbers, but codes such as 00123 stay texts."""
    if not isinstance(value, str):
        return cell_of(value)
    plain = value.strip().replace(",", ".") if mark == "," else value.strip()
    if not plain:
        return None
    if plain.upper() in ("TRUE", "FALSE"):
        return plain.upper() == "TRUE"
    return float(plain) if _PLAIN_NUMBER.fullmatch(plain) else cell_of(value)


def _text(value: str) -> Any:
    if value in FAULTS:
        return FAULTS[value]
    if value[4:5] == "-" and value[:4].isdigit():
        found = moment_of(value)
        return value if found is None else found
    return value


def _timed(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return serial(value)
    if isinstance(value, time):
        return Moment((value.hour * 3600 + value.minute * 60 + value.second) / SECONDS)
    if isinstance(value, timedelta):
        return Moment(value.total_seconds() / SECONDS)
    return str(value)


def compute(sheet: Sheet, columns: Mapping[str, str], totals: Mapping[str, str]) -> Computed:
    """Add the columns, each of which sees those before it, then compute the totals."""
    computed = Computed(sheet)
    for name, formula in columns.items():
        sheet.named = f"formulas.{name}"
        reader = Reader(formula, sheet.named, sheet, has_row=True)
        cells = _column(computed, name, reader)
        sheet.main.put(name, cells)
        sheet.indexes.clear()
        for row, cell in enumerate(cells):
            if isinstance(cell, Fault):
                computed.note_error(name, row, cell)
    for name, formula in totals.items():
        sheet.named = f"totals.{name}"
        found = Reader(formula, sheet.named, sheet, has_row=False).formula()(Frame(sheet))
        for cell in found.cells() if isinstance(found, Area) else [found]:
            if isinstance(cell, Fault):
                computed.note_error(name, None, cell)
        computed.totals[name] = _listed(found)
    return computed


def _column(computed: Computed, name: str, reader: Reader) -> list[Any]:
    sheet, thunk = computed.sheet, reader.formula()
    height = sheet.main.height
    if reader.uses_row:
        sheet.charge(height * len(reader.tokens))
        return [_in_row(thunk, sheet, row) for row in range(height)]
    found = thunk(Frame(sheet))
    if not isinstance(found, Area):
        if height > 1:
            computed.notes.append(
                f"'formulas.{name}' has one value for all rows: write [@Column] for the cell of this row."
            )
        return [found] * height
    cells = list(found.cells())
    if found.width == 1 and len(cells) == height:
        return cells
    if len(cells) == 1:
        return cells * height
    size = f"{len(found.rows)} rows and {found.width} columns"
    computed.notes.append(
        f"'formulas.{name}' has {size}, and the table {height} rows: compute it in 'totals'."
    )
    return [VALUE] * height


def _in_row(thunk: Thunk, sheet: Sheet, row: int) -> Any:
    found = thunk(Frame(sheet, row))
    if not isinstance(found, Area):
        return found
    cells = list(found.cells())
    if len(cells) == 1:
        return cells[0]
    return cells[row] if found.width == 1 and len(cells) == sheet.main.height else VALUE


def _listed(found: Any) -> Any:
    if not isinstance(found, Area):
        return shown(found)
    if found.width == 1:
        return [shown(row[0]) for row in found.rows]
    rows = [[shown(cell) for cell in row] for row in found.rows]
    return rows[0] if len(rows) == 1 else rows


def shown(cell: Any) -> Any:
    """Return a cell for JSON: dates in ISO 8601, whole numbers without a point, errors by their code."""
    if isinstance(cell, Fault):
        return cell.code
    if isinstance(cell, Moment):
        return text_of(cell)
    if isinstance(cell, float):
        return int(cell) if cell == int(cell) and abs(cell) < MAX_EXACT else cell
    return cell


def rows_of(table: Table) -> list[dict[str, Any]]:
    names = list(table.shown.items())
    return [{name: shown(table.columns[key][row]) for key, name in names} for row in range(table.height)]
