"""Solutions in the forms that people and programs read: exact, decimal, LaTeX."""

import math
from dataclasses import dataclass, field
from typing import Any, Literal

import sympy  # type: ignore[import-untyped] # it ships no types

Status = Literal["solved", "none", "all"]
Method = Literal["symbolic", "numeric"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """`decimal` is None where parameters are left; `real` and `imaginary` are the nearest doubles."""

    exact: str
    latex: str
    decimal: str | None
    real: float | None
    imaginary: float | None


@dataclass(frozen=True, slots=True)
class Value:
    unknown: str
    value: Quantity


@dataclass(frozen=True, slots=True)
class Point:
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Family:
    """Infinitely many solutions of one form: `value` holds an integer n."""

    unknown: str
    exact: str
    latex: str


@dataclass(frozen=True, slots=True)
class Interval:
    """None is without end."""

    low: Quantity | None
    high: Quantity | None
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class Range:
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Solution:
    """`unlimited`: every value of the unknowns is a solution, but for those `excluded`."""

    unknowns: list[str]
    solutions: list[Point] = field(default_factory=list)
    families: list[Family] = field(default_factory=list)
    intervals: list[Interval] = field(default_factory=list)
    method: Method = "symbolic"
    complete: bool = True
    unlimited: bool = False
    excluded: list[Quantity] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    complete_between: Range | None = None
    steps: list[str] = field(default_factory=list)

    @property
    def status(self) -> Status:
        if self.unlimited:
            return "all"
        return "solved" if self.solutions or self.families or self.intervals else "none"


def quantity(value: Any, digits: int) -> Quantity:
    exact, latex = str(value), sympy.latex(value)
    if value.free_symbols:
        return Quantity(exact, latex, None, None, None)
    approximate = sympy.N(value, digits)
    real, imaginary = (float(part) for part in approximate.as_real_imag())
    decimal = str(value if value.is_Integer else approximate).replace("*I", "j").replace(" ", "")
    if value.has(sympy.Float):  # a numeric solution has no other form than its digits
        exact, latex = decimal, sympy.latex(approximate)
    finite = math.isfinite(real) and math.isfinite(imaginary)
    return Quantity(exact, latex, decimal, real if finite else None, imaginary if finite else None)


def point(unknowns: list[Any], values: dict[Any, Any], digits: int) -> Point:
    return Point([Value(str(one), quantity(values[one], digits)) for one in unknowns if one in values])


def interval(span: Any, digits: int) -> Interval:
    return Interval(
        low=None if span.start == -sympy.oo else quantity(span.start, digits),
        high=None if span.end == sympy.oo else quantity(span.end, digits),
        low_included=not span.left_open,
        high_included=not span.right_open,
    )
