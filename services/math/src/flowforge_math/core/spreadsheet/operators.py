"""The operators of formulas, on single values and on arrays."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flowforge_math.core.spreadsheet.dates import Moment
from flowforge_math.core.spreadsheet.registry import Thunk
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import (
    NUM,
    Area,
    Failed,
    compare,
    guarded,
    number,
    spread,
    text,
)

_EXACT_TO_ZERO: Final = 1e-15


def _add(left: Any, right: Any) -> float:
    one, other = number(left), number(right)
    found = _near_zero(one, other, one + other)
    dated = isinstance(one, Moment) != isinstance(other, Moment)
    return Moment(found) if dated or (isinstance(one, Moment) and 0 < other < 1) else found


def _subtract(left: Any, right: Any) -> float:
    one, other = number(left), number(right)
    found = _near_zero(one, other, one - other)
    return Moment(found) if isinstance(one, Moment) and not isinstance(other, Moment) else found


def _near_zero(one: float, other: float, found: float) -> float:
    """Return 0 for what is only the error of rounding, as spreadsheets do."""
    return 0.0 if abs(found) < _EXACT_TO_ZERO * max(abs(one), abs(other)) else found


def _multiply(left: Any, right: Any) -> float:
    return float(number(left)) * float(number(right))


def _divide(left: Any, right: Any) -> float:
    return float(number(left)) / float(number(right))


def power(left: Any, right: Any) -> float:
    base, exponent = float(number(left)), float(number(right))
    if base == 0 and exponent == 0:
        raise Failed(NUM)
    if base < 0 and exponent != int(exponent):
        raise Failed(NUM)
    return float(base**exponent)


OPERATORS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "^": power,
    "&": lambda left, right: text(left) + text(right),
    "=": lambda left, right: compare(left, right) == 0,
    "<>": lambda left, right: compare(left, right) != 0,
    "<": lambda left, right: compare(left, right) < 0,
    "<=": lambda left, right: compare(left, right) <= 0,
    ">": lambda left, right: compare(left, right) > 0,
    ">=": lambda left, right: compare(left, right) >= 0,
}


def binary(sign: str, left: Thunk, right: Thunk) -> Thunk:
    operate = OPERATORS[sign]

    def compute(frame: Frame) -> Any:
        values = [left(frame), right(frame)]
        if isinstance(values[0], Area) or isinstance(values[1], Area):
            return spread(operate, values, frame.sheet.charge)
        return guarded(operate, values)

    return compute


def negative(operand: Thunk) -> Thunk:
    return lambda frame: spread(lambda value: -float(number(value)), [operand(frame)], frame.sheet.charge)


def positive(operand: Thunk) -> Thunk:
    return operand


def percent(operand: Thunk) -> Thunk:
    return lambda frame: spread(lambda value: number(value) / 100, [operand(frame)], frame.sheet.charge)
