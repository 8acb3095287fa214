"""SUMIFS, COUNTIFS and their kin: what stands in the rows that fulfil criteria."""

import math
from collections.abc import Callable
from typing import Any

from flowforge_math.core.spreadsheet.criteria import rows_matching
from flowforge_math.core.spreadsheet.registry import MANY, MISSING, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import DIV0, VALUE, Area, Failed, Fault, spread

Numbers = list[float]


def _area(value: Any) -> Area:
    if isinstance(value, Fault):
        raise Failed(value)
    return value if isinstance(value, Area) else Area([[value]])


def _selected(frame: Frame, areas: list[Area], criteria: list[Any]) -> list[int]:
    """Return the places that fulfil all criteria."""
    if len({(len(one.rows), one.width) for one in areas}) > 1:
        raise Failed(VALUE)
    lists = [rows_matching(frame, area, criterion) for area, criterion in zip(areas, criteria, strict=True)]
    frame.sheet.charge(sum(map(len, lists)))
    if len(lists) == 1:
        return lists[0]
    return sorted(set(lists[0]).intersection(*lists[1:]))


def _several(
    frame: Frame, values: Area | None, arguments: tuple[Any, ...], finish: Callable[[Numbers], float]
) -> Any:
    """Apply *finish* to the numbers in the selected rows; an array of criteria gives an array of answers."""
    if len(arguments) % 2:
        raise Failed(VALUE)
    areas = [_area(one) for one in arguments[::2]]
    if values is not None and (len(values.rows), values.width) != (len(areas[0].rows), areas[0].width):
        raise Failed(VALUE)
    keys = tuple(one.key for one in areas) + ((values.key,) if values is not None else ())

    def one(*criteria: Any) -> float:
        key = ("selected", finish, keys, tuple((type(criterion), criterion) for criterion in criteria))
        if None not in keys and key in frame.sheet.indexes:
            return float(frame.sheet.indexes[key])
        places = _selected(frame, areas, list(criteria))
        found = float(len(places)) if values is None else finish(_numbers(values, places))
        if None not in keys:
            frame.sheet.indexes[key] = found
        return found

    given = [None if criterion is MISSING else criterion for criterion in arguments[1::2]]
    return spread(one, given, frame.sheet.charge)


def _numbers(values: Area, places: list[int]) -> Numbers:
    width = values.width
    found = [values.rows[place // width][place % width] for place in places]
    for cell in found:
        if isinstance(cell, Fault):
            raise Failed(cell)
    return [cell for cell in found if isinstance(cell, float)]


def _average(found: Numbers) -> float:
    if not found:
        raise Failed(DIV0)
    return math.fsum(found) / len(found)


def _declare(name: str, finish: Callable[[Numbers], float]) -> None:
    def compute(frame: Frame, values: Any, *arguments: Any) -> Any:
        return _several(frame, _area(values), arguments, finish)

    whole(name, 3, MANY)(compute)


_declare("SUMIFS", math.fsum)
_declare("AVERAGEIFS", _average)
_declare("MAXIFS", lambda found: max(found, default=0.0))
_declare("MINIFS", lambda found: min(found, default=0.0))


@whole("COUNTIFS", 2, MANY - 1)
def count_ifs(frame: Frame, *arguments: Any) -> Any:
    return _several(frame, None, arguments, math.fsum)


@whole("COUNTIF", 2, 2)
def count_if(frame: Frame, *arguments: Any) -> Any:
    return _several(frame, None, arguments, math.fsum)


@whole("SUMIF", 2, 3)
def sum_if(frame: Frame, tested: Any, criterion: Any, values: Any = MISSING) -> Any:
    return _several(frame, _area(tested if values is MISSING else values), (tested, criterion), math.fsum)


@whole("AVERAGEIF", 2, 3)
def average_if(frame: Frame, tested: Any, criterion: Any, values: Any = MISSING) -> Any:
    return _several(frame, _area(tested if values is MISSING else values), (tested, criterion), _average)
