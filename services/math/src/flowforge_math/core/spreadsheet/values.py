"""The values of cells: numbers, texts, booleans, None for empty, dates, errors, and arrays of them."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Final

from flowforge_math.core.spreadsheet.dates import Moment, moment_of, text_of

MAX_TEXT: Final = 32_767
DIGITS: Final = 15
_FIXED_BELOW: Final = 1e21
_FIXED_ABOVE: Final = 1e-10


@dataclass(frozen=True, slots=True)
class Fault:
    """An error value, such as #N/A."""

    code: str


NA: Final = Fault("#N/A")
VALUE: Final = Fault("#VALUE!")
REF: Final = Fault("#REF!")
DIV0: Final = Fault("#DIV/0!")
NUM: Final = Fault("#NUM!")
NAME: Final = Fault("#NAME?")
NULL: Final = Fault("#NULL!")
FAULTS: Final = {one.code: one for one in (NULL, DIV0, VALUE, REF, NAME, NUM, NA)}


class Failed(Exception):
    """Ends a function with an error value."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


@dataclass(slots=True)
class Area:
    """A rectangle of cells, row by row. `key` names a whole column, so that indexes on it can be kept."""

    rows: list[list[Any]]
    key: tuple[str, str] | None = None

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def cells(self) -> Iterator[Any]:
        for row in self.rows:
            yield from row

    def at(self, row: int, column: int) -> Any:
        """Return a cell; a single row or column is repeated, and what is outside is #N/A."""
        row = 0 if len(self.rows) == 1 else row
        column = 0 if self.width == 1 else column
        if row >= len(self.rows) or column >= self.width:
            return NA
        return self.rows[row][column]


def number(value: Any) -> float:
    """Return what a value is in arithmetic. Raises Failed."""
    if isinstance(value, float):
        return value
    if value is None:
        return 0.0
    if isinstance(value, bool | int):
        return float(value)
    if isinstance(value, Fault):
        raise Failed(value)
    if isinstance(value, str) and (found := number_in(value)) is not None:
        return found
    raise Failed(VALUE)


def number_in(text: str) -> float | None:
    """Return the number or the date that a text shows, None if there is none."""
    plain = text.strip()
    negative = plain.startswith("(") and plain.endswith(")")
    digits = plain.strip("()") if negative else plain
    percent = digits.endswith("%")
    digits = digits.removesuffix("%").replace("$", "", 1).replace("€", "", 1).replace("£", "", 1)
    if "_" in digits or not any(map(str.isdigit, digits)):
        return None
    if "," in digits:
        whole, point, rest = digits.partition(".")
        groups = whole.lstrip("+-").split(",")
        if any(len(group) != 3 for group in groups[1:]) or not groups[0]:  # noqa: PLR2004 - thousands
            return None
        digits = whole.replace(",", "") + point + rest
    try:
        found = float(digits)
    except ValueError:
        return moment_of(plain)
    if not math.isfinite(found):
        return None
    found = found / 100 if percent else found
    return -found if negative else found


def text(value: Any) -> str:
    """Return what a value is in a text. Raises Failed."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Fault):
        raise Failed(value)
    if isinstance(value, Moment):
        return text_of(value)
    return general(value)


def general(value: float) -> str:
    """Return a number as a cell without a format shows it, with up to 15 digits."""
    if value == 0:
        return "0"
    if not _FIXED_ABOVE <= abs(value) < _FIXED_BELOW:
        mantissa, _, exponent = f"{value:.{DIGITS - 1}e}".partition("e")
        plain = mantissa.rstrip("0").rstrip(".")
        return f"{plain}E{exponent[0]}{exponent[1:].zfill(2)}"
    short = f"{value:.{DIGITS}g}"
    if "e" not in short:
        return short
    places = max(0, DIGITS - 1 - math.floor(math.log10(abs(value))))
    fixed = f"{float(short):.{places}f}"
    return fixed.rstrip("0").rstrip(".") if "." in fixed else fixed


def boolean(value: Any) -> bool:
    """Return what a value is as a condition. Raises Failed."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float | int):
        return value != 0
    if value is None:
        return False
    if isinstance(value, Fault):
        raise Failed(value)
    if isinstance(value, str) and value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    raise Failed(VALUE)


def rank(value: Any) -> int:
    """Return the place of a value's kind in the order of Excel: numbers, texts, booleans."""
    if isinstance(value, bool):
        return 2
    return 1 if isinstance(value, str) else 0


def compare(left: Any, right: Any) -> int:
    """Return -1, 0 or 1, as sorting and comparing order two values. Raises Failed."""
    for one in (left, right):
        if isinstance(one, Fault):
            raise Failed(one)
    left, right = _empty_as(left, right), _empty_as(right, left)
    if rank(left) != rank(right):
        return -1 if rank(left) < rank(right) else 1
    if isinstance(left, str):
        left, right = left.casefold(), right.casefold()
    elif same(left, right):
        return 0
    return int(left > right) - int(left < right)


def same(left: float, right: float) -> bool:
    """Return whether two numbers agree in 15 digits."""
    if left == right:
        return True
    if abs(left - right) > 1e-14 * max(abs(left), abs(right)):
        return False
    return f"{left:.{DIGITS}g}" == f"{right:.{DIGITS}g}"


def _empty_as(value: Any, other: Any) -> Any:
    if value is not None:
        return value
    if isinstance(other, bool):
        return False
    return "" if isinstance(other, str) else 0.0


def spread(function: Callable[..., Any], values: list[Any], charge: Callable[[int], None]) -> Any:
    """Call *function* with each cell of the arrays among *values*, or once if there is none."""
    areas = [one for one in values if isinstance(one, Area)]
    if not areas:
        return guarded(function, values)
    height, width = max(len(one.rows) for one in areas), max(one.width for one in areas)
    charge(height * width)
    if width == 1 and all(len(one.rows) == height for one in areas):
        lines = [[row[0] for row in one.rows] if isinstance(one, Area) else repeat(one) for one in values]
        return Area([[guarded(function, cells)] for cells in zip(*lines, strict=False)])

    def cell(row: int, column: int) -> Any:
        cells = [one.at(row, column) if isinstance(one, Area) else one for one in values]
        return guarded(function, cells)

    return Area([[cell(row, column) for column in range(width)] for row in range(height)])


def guarded(function: Callable[..., Any], values: Sequence[Any]) -> Any:
    """Call *function*; a failure becomes an error value, and so does what is no number."""
    try:
        found = function(*values)
    except Failed as error:
        return error.fault
    except ZeroDivisionError:
        return DIV0
    except (OverflowError, ArithmeticError):
        return NUM
    if type(found) is float and not math.isfinite(found):
        return NUM
    if type(found) is str and len(found) > MAX_TEXT:
        return VALUE
    return float(found) if type(found) is int else found
