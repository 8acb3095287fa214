"""Numeric solutions to as many digits as asked for."""

import itertools
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.equations.faults import NoMethod

STARTS_EACH: Final = 6
MAX_STARTS: Final = 60


def several_equations(
    differences: list[Any], unknowns: list[Any], domain: str, digits: int, search: tuple[float, float]
) -> list[dict[Any, Any]]:
    """Return the distinct points that Newton's method reaches from a grid of starts."""
    if any(one.free_symbols - set(unknowns) for one in differences) or len(differences) != len(unknowns):
        raise NoMethod(advice="numeric solutions need as many equations as unknowns, and no parameters")
    low, high = max(search[0], -10.0), min(search[1], 10.0)
    steps = [low + (high - low) * (index + 0.37) / STARTS_EACH for index in range(STARTS_EACH)]
    found: list[dict[Any, Any]] = []
    for start in itertools.islice(itertools.product(steps, repeat=len(unknowns)), MAX_STARTS):
        try:
            reached = sympy.nsolve(differences, unknowns, start, prec=digits + 5, verify=True)
        except (ValueError, ZeroDivisionError, TypeError, KeyError, OverflowError):
            continue
        values = dict(zip(unknowns, reached, strict=True))
        within = domain == "complex" or all(value.is_real for value in values.values())
        if within and not any(_same(values, known, digits) for known in found):
            found.append(values)
    return found


def _same(left: dict[Any, Any], right: dict[Any, Any], digits: int) -> bool:
    tolerance = sympy.Float(10) ** (-max(digits - 3, 1))
    return all(abs(left[one] - right[one]) <= tolerance * max(1, abs(left[one])) for one in left)
