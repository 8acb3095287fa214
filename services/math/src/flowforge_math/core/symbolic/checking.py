"""Check an answer by numbers: both sides at random points where both have real values."""

import contextlib
import random
from collections.abc import Callable
from typing import Any, Final, Literal

import mpmath  # type: ignore[import-untyped] # it ships no types
import sympy  # type: ignore[import-untyped] # likewise

from flowforge_math.core.equations.timing import OutOfTime, limited
from flowforge_math.core.equations.troubles import TROUBLES
from flowforge_math.core.symbolic.faults import NoSymbolicResult

Check = Literal["confirmed", "not_checked"]
POINTS: Final = 6
ATTEMPTS: Final = 40
SECONDS: Final = 3.0
TOLERANCE: Final = sympy.Float("1e-12")


def same_everywhere(left: Any, right: Any, field: str) -> Check:
    """Compare two expressions. Raises NoSymbolicResult if they differ."""
    symbols = sorted(left.free_symbols | right.free_symbols, key=str)

    def at(choose: random.Random) -> tuple[Any, Any]:
        point = {one: sympy.Float(choose.randint(-40, 60), 50) / choose.randint(7, 13) for one in symbols}
        return _value(left, point), _value(right, point)

    return compare(at, field, 1 if not symbols else POINTS)


def compare(at: Callable[[random.Random], tuple[Any, Any]], field: str, points: int = POINTS) -> Check:
    """Compare pairs of numbers drawn at random, as many as have values within the time."""
    choose = random.Random(20260701)  # noqa: S311 - the same points every time
    agreed = differed = 0

    def run() -> None:
        nonlocal agreed, differed
        for _ in range(ATTEMPTS):
            try:
                one, other = at(choose)
            except TROUBLES:
                continue
            if one is None or other is None:
                continue
            close = abs(one - other) <= TOLERANCE * (1 + abs(one))
            agreed, differed = agreed + bool(close), differed + (not close)
            if agreed + differed >= points:
                return

    with contextlib.suppress(OutOfTime):
        limited(SECONDS, run)
    if differed:
        raise NoSymbolicResult(
            field=field, reason="the result that was found disagrees with a check by numbers"
        )
    return "confirmed" if agreed >= min(2, points) else "not_checked"


def _value(expression: Any, point: dict[Any, Any]) -> Any:
    value = sympy.N(expression.subs(point), 30)
    return value if value.is_number and value.is_finite and value.is_real else None


def slope_at(expression: Any, variable: Any, order: int, point: dict[Any, Any]) -> Any:
    """Return a derivative by differences in many digits."""
    others = {one: value for one, value in point.items() if one != variable}
    inner = expression.subs(others)
    with mpmath.workdps(50):
        function = sympy.lambdify(variable, inner, "mpmath")
        value = mpmath.diff(function, mpmath.mpf(str(sympy.N(point[variable], 50))), order)
        return sympy.Float(str(value), 30) if isinstance(value, mpmath.mpf) else None


def area(expression: Any, variable: Any, low: Any, high: Any) -> Any:
    """Return a definite integral by quadrature, None where it does not settle."""
    ends = [
        mpmath.mpf(str(sympy.N(end, 40))) if end.is_finite else mpmath.mpf(str(end).replace("oo", "inf"))
        for end in (low, high)
    ]
    with mpmath.workdps(25):
        function = sympy.lambdify(variable, expression, "mpmath")
        try:
            value, error = mpmath.quad(function, ends, error=True)
        except (ZeroDivisionError, ValueError, TypeError, OverflowError):
            return None
        if not isinstance(value, mpmath.mpf) or error > mpmath.mpf(10) ** -10 * (1 + abs(value)):
            return None
        return sympy.Float(str(value), 20)
