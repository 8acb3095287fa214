"""Arrays in another shape or order."""

from typing import Any

from flowforge_math.core.spreadsheet.functions.lookups import SORT_KEY
from flowforge_math.core.spreadsheet.registry import MANY, MISSING, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import NA, VALUE, Area, Failed, number

_MAX_CELLS = 100_000


def _area(value: Any) -> Area:
    return value if isinstance(value, Area) else Area([[value]])


def _number(value: Any, otherwise: float) -> float:
    return otherwise if value is MISSING else number(value)


@whole("SEQUENCE", 1, 4)
def sequence(
    frame: Frame, rows: Any, columns: Any = MISSING, start: Any = MISSING, step: Any = MISSING
) -> Area:
    height, width = int(_number(rows, 1)), int(_number(columns, 1))
    first, distance = _number(start, 1), _number(step, 1)
    if min(height, width) < 1 or height * width > _MAX_CELLS:
        raise Failed(VALUE)
    frame.sheet.charge(height * width)
    return Area(
        [[first + distance * (row * width + column) for column in range(width)] for row in range(height)]
    )


@whole("TRANSPOSE", 1, 1)
def transpose(frame: Frame, values: Any) -> Area:
    area = _area(values)
    frame.sheet.charge(len(area.rows) * area.width)
    return Area([list(column) for column in zip(*area.rows, strict=True)])


@whole("VSTACK", 1, MANY)
def stack_below(frame: Frame, *values: Any) -> Area:
    areas = [_area(one) for one in values]
    width = max(one.width for one in areas)
    frame.sheet.charge(width * sum(len(one.rows) for one in areas))
    return Area([row + [NA] * (width - len(row)) for one in areas for row in one.rows])


def _cells(frame: Frame, values: Any, by_column: Any) -> list[Any]:
    area = _area(values)
    frame.sheet.charge(len(area.rows) * area.width)
    rows = zip(*area.rows, strict=True) if _number(by_column, 0) else area.rows
    return [cell for row in rows for cell in row]


@whole("TOCOL", 1, 3)
def to_column(frame: Frame, values: Any, ignore: Any = MISSING, by_column: Any = MISSING) -> Area:
    kept = [one for one in _cells(frame, values, by_column) if one is not None or not _number(ignore, 0)]
    return Area([[one] for one in kept])


@whole("TOROW", 1, 3)
def to_row(frame: Frame, values: Any, ignore: Any = MISSING, by_column: Any = MISSING) -> Area:
    return Area([[row[0] for row in to_column(frame, values, ignore, by_column).rows]])


def _part(size: int, wanted: Any, *, taken: bool) -> slice:
    """Return the places that TAKE or DROP leave of *size*: from the end for a negative number."""
    if wanted is MISSING:
        return slice(0, size)
    count = int(number(wanted))
    if taken:
        return slice(0, count) if count >= 0 else slice(max(size + count, 0), size)
    return slice(count, size) if count >= 0 else slice(0, max(size + count, 0))


def _cut(values: Any, rows: Any, columns: Any, *, taken: bool) -> Area:
    area = _area(values)
    across = _part(area.width, columns, taken=taken)
    left = [row[across] for row in area.rows[_part(len(area.rows), rows, taken=taken)]]
    if not left or not left[0]:
        raise Failed(VALUE)
    return Area(left)


@whole("TAKE", 2, 3)
def take(frame: Frame, values: Any, rows: Any, columns: Any = MISSING) -> Area:
    frame.sheet.charge(1)
    return _cut(values, rows, columns, taken=True)


@whole("DROP", 2, 3)
def drop(frame: Frame, values: Any, rows: Any, columns: Any = MISSING) -> Area:
    frame.sheet.charge(1)
    return _cut(values, rows, columns, taken=False)


@whole("SORTBY", 2, MANY)
def sort_by(frame: Frame, values: Any, *keys: Any) -> Area:
    """Order rows by one array or several, each followed by 1 (the default) or -1."""
    area = _area(values)
    order = list(range(len(area.rows)))
    pairs = [
        (_area(keys[at]), keys[at + 1] if at + 1 < len(keys) else MISSING) for at in range(0, len(keys), 2)
    ]
    frame.sheet.charge(len(order) * 10 * len(pairs))
    for key, direction in reversed(pairs):
        cells = [row[0] for row in key.rows]
        if key.width != 1 or len(cells) != len(order):
            raise Failed(VALUE)
        filled = [at for at in order if cells[at] is not None]
        filled.sort(key=lambda at, cells=cells: SORT_KEY(cells[at]), reverse=_number(direction, 1) < 0)  # type: ignore[misc] # bound at once
        order = filled + [at for at in order if cells[at] is None]
    return Area([area.rows[at] for at in order])
