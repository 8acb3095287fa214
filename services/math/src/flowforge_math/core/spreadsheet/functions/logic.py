"""Choices and conditions."""

from collections.abc import Callable
from typing import Any

from flowforge_math.core.spreadsheet.registry import MANY, MISSING, Thunk, lazy, single, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import (
    NA,
    VALUE,
    Area,
    Failed,
    Fault,
    boolean,
    compare,
    number,
    spread,
)


def _value(thunk: Thunk, frame: Frame) -> Any:
    found = thunk(frame)
    return None if found is MISSING else found


@lazy("IF", 2, 3)
def if_(frame: Frame, condition: Thunk, then: Thunk, otherwise: Thunk = lambda _: False) -> Any:
    tested = condition(frame)
    if isinstance(tested, Area):
        return spread(
            lambda one, yes, no: yes if boolean(one) else no,
            [tested, _value(then, frame), _value(otherwise, frame)],
            frame.sheet.charge,
        )
    return _value(then if boolean(tested) else otherwise, frame)


@lazy("IFS", 2, MANY - 1)
def ifs(frame: Frame, *thunks: Thunk) -> Any:
    if len(thunks) % 2:
        raise Failed(VALUE)
    values: list[Any] = []
    for condition, then in zip(thunks[::2], thunks[1::2], strict=True):
        tested = condition(frame)
        if isinstance(tested, Area) or values:
            values += [tested, _value(then, frame)]
        elif boolean(tested):
            return _value(then, frame)
    return spread(_first, values, frame.sheet.charge)


def _first(*cells: Any) -> Any:
    for tested, then in zip(cells[::2], cells[1::2], strict=True):
        if boolean(tested):
            return then
    raise Failed(NA)


@lazy("SWITCH", 3, MANY - 1)
def switch(frame: Frame, subject: Thunk, *thunks: Thunk) -> Any:
    values = [subject(frame), *(_value(one, frame) for one in thunks)]

    def choose(value: Any, *cases: Any) -> Any:
        for case, result in zip(cases[::2], cases[1::2], strict=False):
            if compare(value, case) == 0:
                return result
        if len(cases) % 2:
            return cases[-1]
        raise Failed(NA)

    return spread(choose, values, frame.sheet.charge)


@lazy("CHOOSE", 2, MANY)
def choose(frame: Frame, place: Thunk, *thunks: Thunk) -> Any:
    found = place(frame)
    if isinstance(found, Area):
        values = [found, *(_value(one, frame) for one in thunks)]
        return spread(lambda at, *cells: _chosen(int(number(at)), cells), values, frame.sheet.charge)
    return _value(_chosen(int(number(found)), thunks), frame)


def _chosen(place: int, choices: Any) -> Any:
    if not 1 <= place <= len(choices):
        raise Failed(VALUE)
    return choices[place - 1]


def _instead(covers: Callable[[Fault], bool]) -> Callable[[Frame, Thunk, Thunk], Any]:
    def run(frame: Frame, value: Thunk, otherwise: Thunk) -> Any:
        found = value(frame)
        if isinstance(found, Area):
            values = [found, _value(otherwise, frame)]
            return spread(
                lambda one, other: other if isinstance(one, Fault) and covers(one) else one,
                values,
                frame.sheet.charge,
            )
        return _value(otherwise, frame) if isinstance(found, Fault) and covers(found) else found

    return run


lazy("IFERROR", 2, 2)(_instead(lambda _: True))
lazy("IFNA", 2, 2)(_instead(lambda one: one == NA))


def _booleans(values: tuple[Any, ...]) -> list[bool]:
    """Return the conditions among values: texts and empty cells of areas do not count."""
    found: list[bool] = []
    for value in values:
        if isinstance(value, Area):
            found += [boolean(one) for one in value.cells() if one is not None and not isinstance(one, str)]
        elif value is not MISSING:
            found.append(boolean(value))
    if not found:
        raise Failed(VALUE)
    return found


@whole("AND", 1, MANY)
def and_(_: Frame, *values: Any) -> bool:
    return all(_booleans(values))


@whole("OR", 1, MANY)
def or_(_: Frame, *values: Any) -> bool:
    return any(_booleans(values))


@whole("XOR", 1, MANY)
def xor(_: Frame, *values: Any) -> bool:
    return sum(_booleans(values)) % 2 == 1


@single("NOT", "b")
def not_(value: bool) -> bool:  # noqa: FBT001 - the value of a cell
    return not value


@whole("TRUE", 0, 0)
def true(_: Frame) -> bool:
    return True


@whole("FALSE", 0, 0)
def false(_: Frame) -> bool:
    return False
