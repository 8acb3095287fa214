"""What kind of value a cell has, and conversions."""

from typing import Any, Final

from flowforge_math.core.spreadsheet.registry import single, whole
from flowforge_math.core.spreadsheet.sheet import FIRST_ROW, Frame
from flowforge_math.core.spreadsheet.values import (
    DIV0,
    NA,
    NAME,
    NULL,
    NUM,
    REF,
    VALUE,
    Area,
    Failed,
    Fault,
    number,
)

_NUMBERS: Final = {NULL: 1, DIV0: 2, VALUE: 3, REF: 4, NAME: 5, NUM: 6, NA: 7}


@single("ISBLANK", "v")
def is_blank(value: Any) -> bool:
    return value is None


@single("ISNUMBER", "v")
def is_number(value: Any) -> bool:
    return isinstance(value, float)


@single("ISTEXT", "v")
def is_text(value: Any) -> bool:
    return isinstance(value, str)


@single("ISNONTEXT", "v")
def is_no_text(value: Any) -> bool:
    return not isinstance(value, str)


@single("ISLOGICAL", "v")
def is_logical(value: Any) -> bool:
    return isinstance(value, bool)


@single("ISERROR", "v")
def is_error(value: Any) -> bool:
    return isinstance(value, Fault)


@single("ISERR", "v")
def is_error_but_na(value: Any) -> bool:
    return isinstance(value, Fault) and value != NA


@single("ISNA", "v")
def is_na(value: Any) -> bool:
    return bool(value == NA)


@single("ISEVEN", "n")
def is_even(value: float) -> bool:
    return int(value) % 2 == 0


@single("ISODD", "n")
def is_odd(value: float) -> bool:
    return int(value) % 2 == 1


@single("ERROR.TYPE", "v")
def error_type(value: Any) -> int:
    if not isinstance(value, Fault):
        raise Failed(NA)
    return _NUMBERS[value]


@single("TYPE", "v")
def type_of(value: Any) -> int:
    if isinstance(value, Fault):
        return 16
    if isinstance(value, bool):
        return 4
    return 2 if isinstance(value, str) else 1


@single("N", "v")
def as_number(value: Any) -> float:
    return 0.0 if value is None or isinstance(value, str) else number(value)


@single("T", "v")
def as_text(value: Any) -> str:
    if isinstance(value, Fault):
        raise Failed(value)
    return value if isinstance(value, str) else ""


@whole("NA", 0, 0)
def na(_: Frame) -> Fault:
    return NA


@whole("ROW", 0, 0)
def row(frame: Frame) -> float:
    return float(frame.row + FIRST_ROW)


@whole("ROWS", 1, 1)
def rows(_: Frame, value: Any) -> float:
    return float(len(value.rows)) if isinstance(value, Area) else 1.0


@whole("COLUMNS", 1, 1)
def columns(_: Frame, value: Any) -> float:
    return float(value.width) if isinstance(value, Area) else 1.0
