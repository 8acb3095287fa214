"""Look up values in columns and tables."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cmp_to_key
from typing import Any, Final

from flowforge_math.core.spreadsheet.criteria import wildcard
from flowforge_math.core.spreadsheet.registry import MANY, MISSING, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import (
    NA,
    REF,
    VALUE,
    Area,
    Failed,
    Fault,
    boolean,
    compare,
    number,
    rank,
    spread,
)

EXACT, SMALLER, LARGER, WILD = 0, -1, 1, 2
SORT_KEY: Final = cmp_to_key(compare)


def _area(value: Any) -> Area:
    if isinstance(value, Fault):
        raise Failed(value)
    return value if isinstance(value, Area) else Area([[value]])


def _line(value: Any) -> Area:
    found = _area(value)
    if found.width != 1 and len(found.rows) != 1:
        raise Failed(VALUE)
    return found


def _option(value: Any, default: float) -> float:
    return default if value is MISSING or value is None else number(value)


def _places(frame: Frame, area: Area) -> dict[Any, list[int]]:
    """Return where each value of a line stands; kept for a whole column."""
    key = ("places", area.key)
    if area.key is not None and key in frame.sheet.indexes:
        return frame.sheet.indexes[key]  # type: ignore[no-any-return] # what was put there
    frame.sheet.charge(len(area.rows) * area.width)
    found: dict[Any, list[int]] = {}
    for place, cell in enumerate(area.cells()):
        if not isinstance(cell, Fault):
            found.setdefault(_plain(cell), []).append(place)
    if area.key is not None:
        frame.sheet.indexes[key] = found
    return found


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and not isinstance(cell, bool):
        return f"{cell:.15g}"
    return (type(cell).__name__, cell.casefold() if isinstance(cell, str) else cell)


def position(frame: Frame, wanted: Any, area: Area, mode: int, *, last: bool = False) -> int:
    """Return the place of *wanted* in a line, counted from 0. Raises Failed with #N/A if it is not there."""
    if isinstance(wanted, Fault):
        raise Failed(wanted)
    if mode == WILD and isinstance(wanted, str) and set(wanted) & set("*?~"):
        frame.sheet.charge(len(area.rows) * area.width)
        matches = wildcard(wanted)
        found = [place for place, cell in enumerate(area.cells()) if matches(cell)]
    else:
        found = _places(frame, area).get(_plain(0.0 if wanted is None else wanted), [])
    if not found and mode in (SMALLER, LARGER):
        found = _nearest(frame, wanted, area, mode)
    if not found:
        raise Failed(NA)
    return found[-1 if last else 0]


def _nearest(frame: Frame, wanted: Any, area: Area, mode: int) -> list[int]:
    """Return the place of the next smaller or larger value of the same kind."""
    key = ("order", area.key, rank(wanted))
    ordered = frame.sheet.indexes.get(key) if area.key is not None else None
    if ordered is None:
        frame.sheet.charge(len(area.rows) * area.width)
        cells = list(area.cells())
        ordered = sorted(
            (
                (SORT_KEY(cell), place)
                for place, cell in enumerate(cells)
                if cell is not None and not isinstance(cell, Fault) and rank(cell) == rank(wanted)
            ),
            key=lambda pair: (pair[0], pair[1]),
        )
        if area.key is not None:
            frame.sheet.indexes[key] = ordered
    keys = [pair[0] for pair in ordered] if len(ordered) < 64 else _Keys(ordered)  # noqa: PLR2004 - cheap to list
    if mode == SMALLER:
        at = bisect_right(keys, SORT_KEY(wanted)) - 1
        return [ordered[at][1]] if at >= 0 else []
    at = bisect_left(keys, SORT_KEY(wanted))
    return [ordered[at][1]] if at < len(ordered) else []


class _Keys:
    """The first of each pair, without a copy."""

    def __init__(self, pairs: list[tuple[Any, int]]) -> None:
        self.pairs = pairs

    def __len__(self) -> int:
        return len(self.pairs)

    def __getitem__(self, place: int) -> Any:
        return self.pairs[place][0]


def _ascending(area: Area, wanted: Any) -> int:
    """Return the last place that is not larger, in a line that is sorted. Raises Failed."""
    best = -1
    for place, cell in enumerate(area.cells()):
        if cell is None or isinstance(cell, Fault) or rank(cell) != rank(wanted):
            continue
        if compare(cell, wanted) > 0:
            break
        best = place
    if best < 0:
        raise Failed(NA)
    return best


@whole("XLOOKUP", 3, 6)
def xlookup(
    frame: Frame,
    wanted: Any,
    within: Any,
    results: Any,
    *options: Any,
) -> Any:
    otherwise, mode, search = [*options, MISSING, MISSING, MISSING][:3]
    line, table = _line(within), _area(results)
    how, last = int(_option(mode, 0)), _option(search, 1) < 0
    if how not in (EXACT, SMALLER, LARGER, WILD):
        raise Failed(VALUE)
    down = line.width == 1
    if (len(table.rows) if down else table.width) != (len(line.rows) if down else line.width):
        raise Failed(VALUE)

    def find(one: Any) -> Any:
        try:
            place = position(frame, one, line, how, last=last)
        except Failed as error:
            if error.fault == NA and otherwise is not MISSING:
                return otherwise
            raise
        found = table.rows[place] if down else [row[place] for row in table.rows]
        return found[0] if len(found) == 1 else Area([found] if down else [[one] for one in found])

    return spread(find, [wanted], frame.sheet.charge)


@whole("XMATCH", 2, 4)
def xmatch(frame: Frame, wanted: Any, within: Any, mode: Any = MISSING, search: Any = MISSING) -> Any:
    line, how, last = _line(within), int(_option(mode, 0)), _option(search, 1) < 0
    return spread(
        lambda one: float(position(frame, one, line, how, last=last) + 1), [wanted], frame.sheet.charge
    )


@whole("MATCH", 2, 3)
def match(frame: Frame, wanted: Any, within: Any, mode: Any = MISSING) -> Any:
    line, how = _line(within), _option(mode, 1)

    def find(one: Any) -> float:
        if how > 0:
            frame.sheet.charge(len(line.rows) * line.width)
            return float(_ascending(line, one) + 1)
        return float(position(frame, one, line, WILD if how == 0 else LARGER) + 1)

    return spread(find, [wanted], frame.sheet.charge)


def _table_lookup(frame: Frame, table: Area, place: Any, near: Any) -> Callable[[Any], Any]:
    at = int(number(place)) - 1
    if at < 0:
        raise Failed(VALUE)
    if at >= table.width:
        raise Failed(REF)
    first = Area([row[:1] for row in table.rows])
    exactly = near is not MISSING and not boolean(near)

    def find(one: Any) -> Any:
        frame.sheet.charge(len(first.rows))
        row = position(frame, one, first, WILD) if exactly else _ascending(first, one)
        return table.rows[row][at]

    return find


@whole("VLOOKUP", 3, 4)
def vlookup(frame: Frame, wanted: Any, table: Any, column: Any, near: Any = MISSING) -> Any:
    return spread(_table_lookup(frame, _area(table), column, near), [wanted], frame.sheet.charge)


@whole("HLOOKUP", 3, 4)
def hlookup(frame: Frame, wanted: Any, table: Any, row: Any, near: Any = MISSING) -> Any:
    turned = Area([list(cells) for cells in zip(*_area(table).rows, strict=True)])
    return spread(_table_lookup(frame, turned, row, near), [wanted], frame.sheet.charge)


@whole("LOOKUP", 2, 3)
def lookup(frame: Frame, wanted: Any, within: Any, results: Any = MISSING) -> Any:
    line = _line(within)
    found = list((_line(results) if results is not MISSING else line).cells())

    def find(one: Any) -> Any:
        frame.sheet.charge(len(found))
        at = _ascending(line, one)
        if at >= len(found):
            raise Failed(NA)
        return found[at]

    return spread(find, [wanted], frame.sheet.charge)


@whole("INDEX", 2, 3)
def index(frame: Frame, table: Any, row: Any, column: Any = MISSING) -> Any:
    area = _area(table)
    if column is MISSING and len(area.rows) == 1:
        row, column = 1.0, row

    def find(down: Any, across: Any) -> Any:
        at, beside = int(number(down)), int(number(across))
        if not 0 <= at <= len(area.rows) or not 0 <= beside <= area.width:
            raise Failed(REF)
        rows = area.rows if at == 0 else [area.rows[at - 1]]
        cells = rows if beside == 0 else [[one[beside - 1]] for one in rows]
        return cells[0][0] if len(cells) == 1 and len(cells[0]) == 1 else Area(cells)

    across = (0.0 if area.width > 1 else 1.0) if column is MISSING else column
    return spread(find, [row, across], frame.sheet.charge)


@whole("UNIQUE", 1, 1)
def unique(frame: Frame, values: Any) -> Area:
    area = _area(values)
    frame.sheet.charge(len(area.rows) * area.width)
    found = {tuple(map(_distinct, row)): row for row in reversed(area.rows)}
    return Area(list(reversed(found.values())))


def _distinct(cell: Any) -> Any:
    return cell.code if isinstance(cell, Fault) else _plain(cell)


@whole("SORT", 1, 3)
def sort(frame: Frame, values: Any, column: Any = MISSING, order: Any = MISSING) -> Area:
    area, at = _area(values), int(_option(column, 1)) - 1
    if not 0 <= at < area.width:
        raise Failed(VALUE)
    frame.sheet.charge(len(area.rows) * 10)
    filled = [row for row in area.rows if row[at] is not None]
    empty = [row for row in area.rows if row[at] is None]
    ordered = sorted(filled, key=lambda row: SORT_KEY(row[at]), reverse=_option(order, 1) < 0)
    return Area(ordered + empty)


@whole("FILTER", 2, 3)
def filter_(frame: Frame, values: Any, include: Any, otherwise: Any = MISSING) -> Any:
    area, kept = _area(values), _area(include)
    if len(kept.rows) != len(area.rows) or kept.width != 1:
        raise Failed(VALUE)
    frame.sheet.charge(len(area.rows) * area.width)
    found = [row for row, keep in zip(area.rows, kept.cells(), strict=True) if boolean(keep)]
    if found:
        return Area(found)
    if otherwise is MISSING:
        raise Failed(NA)
    return otherwise


@whole("HSTACK", 1, MANY)
def stack(frame: Frame, *values: Any) -> Area:
    areas = [_area(one) for one in values]
    height = max(len(one.rows) for one in areas)
    frame.sheet.charge(height * sum(one.width for one in areas))
    return Area(
        [
            [one.rows[at][place] if at < len(one.rows) else NA for one in areas for place in range(one.width)]
            for at in range(height)
        ]
    )
