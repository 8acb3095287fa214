"""Tables by name, with what formulas look up in them, and how much work is left."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from flowforge_math.core.spreadsheet.faults import FormulaTooLong, UnknownFormulaName
from flowforge_math.core.spreadsheet.values import Area

MAX_STEPS: Final = 20_000_000
MAIN: Final = ""
FIRST_ROW: Final = 2  # as in a sheet whose first row has the names of the columns


@dataclass(slots=True)
class Table:
    """Columns of cells, each of `height`; `shown` has their names as they were written."""

    name: str
    height: int
    columns: dict[str, list[Any]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)

    def put(self, name: str, cells: list[Any]) -> None:
        key = name.casefold()
        self.columns[key] = cells
        self.shown[key] = name
        self.areas.pop(key, None)

    def area(self, key: str) -> Area:
        if key not in self.areas:
            self.areas[key] = Area([[cell] for cell in self.columns[key]], (self.name, key))
        return self.areas[key]


@dataclass(slots=True)
class Sheet:
    """What formulas can see. `named` is the formula that is being computed, for messages."""

    tables: Mapping[str, Table]
    now: datetime
    named: str = ""
    steps_left: int = MAX_STEPS
    indexes: dict[Any, Any] = field(default_factory=dict)

    @property
    def main(self) -> Table:
        return self.tables[MAIN]

    def charge(self, steps: int) -> None:
        """Take *steps* from the work that is left. Raises FormulaTooLong."""
        self.steps_left -= steps
        if self.steps_left < 0:
            raise FormulaTooLong(field=self.named, limit=f"{MAX_STEPS:,}")

    def column(self, table: str, name: str) -> tuple[Table, str]:
        """Return a table and the key of one of its columns. Raises UnknownFormulaName."""
        found = self.tables.get(table.casefold())
        if found is None:
            hint = _hint(table, [one.name for one in self.tables.values() if one.name])
            raise UnknownFormulaName(field=self.named, name=table, kind="table in 'tables'", hint=hint)
        key = name.casefold()
        if key not in found.columns:
            hint = _hint(name, list(found.shown.values()))
            raise UnknownFormulaName(field=self.named, name=name, kind="column", hint=hint)
        return found, key


@dataclass(slots=True)
class Frame:
    """One computation: the sheet and the row, counted from 0, that it is for."""

    sheet: Sheet
    row: int = 0


def _hint(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name[:64], known, n=1)
    if close:
        return f": did you mean '{close[0]}'"
    return f"; there are {', '.join(known[:10])}" if known else ""
