"""References of formulas: [Column], [@Column], Table[Column], and cells such as B2 or $A$2:$A$9."""

import re
from typing import Any, Final

from flowforge_math.core.spreadsheet import tokens as kinds
from flowforge_math.core.spreadsheet.faults import MalformedFormula, UnknownFormulaName
from flowforge_math.core.spreadsheet.registry import Thunk
from flowforge_math.core.spreadsheet.sheet import FIRST_ROW, MAIN, Frame, Sheet, Table
from flowforge_math.core.spreadsheet.values import REF, Area

_CELL: Final = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{0,7})")


class References:
    """Resolves the references of one formula, and notes whether they depend on the row."""

    def __init__(self, sheet: Sheet, field: str, *, has_row: bool) -> None:
        self.sheet = sheet
        self.field = field
        self.has_row = has_row
        self.uses_row = False

    def read(self, kind: str, word: str) -> Thunk:
        if kind == kinds.COLUMN:
            return self._structured(word)
        if word.casefold() in self.sheet.main.columns:  # a column that is called Q1 is no cell
            return self.named(word)
        return self._area(word) if kind == kinds.AREA else self._cell(word)

    def named(self, word: str) -> Thunk:
        """Return a column by its bare name."""
        table, key = self.sheet.column(MAIN, word)
        return lambda _: table.area(key)

    def _structured(self, word: str) -> Thunk:
        name, _, inner = word.partition("[")
        inner = inner[:-1]
        this_row = inner.startswith("@")
        column = inner.removeprefix("@").removeprefix("[").removesuffix("]").strip()
        if not column:
            raise UnknownFormulaName(field=self.field, name=word[:64], kind="column", hint="")
        table, key = self.sheet.column(name, column)
        if not this_row:
            return lambda _: table.area(key)
        if name:
            raise UnknownFormulaName(
                field=self.field, name=word[:64], kind="reference", hint=": '@' is for the rows themselves"
            )
        self._need_row(word)
        self.uses_row = True
        cells = table.columns[key]
        return lambda frame: cells[frame.row]

    def _need_row(self, word: str) -> None:
        if not self.has_row:
            reason = f"{word!r} is of one row, and a formula in 'totals' belongs to none"
            raise MalformedFormula(field=self.field, position=1, reason=reason)

    def _cell(self, word: str) -> Thunk:
        column, row, fixed = self._corner(word)
        key = self._key(column)
        table = self.sheet.main
        self.uses_row |= not fixed
        return lambda frame: _at(table, key, row if fixed else row + frame.row)

    def _area(self, word: str) -> Thunk:
        first, _, second = word.partition(":")
        (left, top, top_fixed), (right, bottom, bottom_fixed) = self._corner(first), self._corner(second)
        keys = [self._key(column) for column in range(min(left, right), max(left, right) + 1)]
        table = self.sheet.main
        if not any(map(str.isdigit, first)):
            return lambda frame: _whole(frame, table, keys)
        self.uses_row |= not (top_fixed and bottom_fixed)

        def compute(frame: Frame) -> Any:
            low = top if top_fixed else top + frame.row
            high = bottom if bottom_fixed else bottom + frame.row
            low, high = max(min(low, high), -1), min(max(low, high), table.height - 1)
            if high < low:
                return Area([[None] * len(keys)])
            frame.sheet.charge((high - low + 1) * len(keys))
            return Area([[_at(table, key, row) for key in keys] for row in range(low, high + 1)])

        return compute

    def _corner(self, word: str) -> tuple[int, int, bool]:
        """Return the column and the row of the data, both counted from 0, and whether the row is fixed."""
        found = _CELL.match(word)
        assert found is not None  # noqa: S101 - the scanner matched it
        column = 0
        for letter in found[2].upper():
            column = column * 26 + ord(letter) - ord("A") + 1
        return column - 1, int(found[4] or FIRST_ROW) - FIRST_ROW, bool(found[3])

    def _key(self, column: int) -> str | None:
        keys = list(self.sheet.main.columns)
        return keys[column] if column < len(keys) else None


def _at(table: Table, key: str | None, row: int) -> Any:
    if row < -1:
        return REF
    if key is None or row >= table.height:
        return None
    return table.shown[key] if row == -1 else table.columns[key][row]


def _whole(frame: Frame, table: Table, keys: list[str | None]) -> Any:
    if len(keys) == 1 and keys[0] is not None:
        return table.area(keys[0])
    frame.sheet.charge(table.height * len(keys))
    return Area([[_at(table, key, row) for key in keys] for row in range(table.height)])
