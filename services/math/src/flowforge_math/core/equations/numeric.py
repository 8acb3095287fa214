"""Numeric solutions to as many digits as asked for."""

import itertools
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.equations.faults import NoMethod
from flowforge_math.core.equations.solution import Solution, point

GRID: Final = 400
STARTS_EACH: Final = 6
MAX_STARTS: Final = 60


def one_equation(
    difference: Any, unknown: Any, domain: str, digits: int, search: tuple[float, float]
) -> Solution:
    """Return all roots of a polynomial; of another function the real ones found by changes of sign."""
    if difference.free_symbols != {unknown}:
        raise NoMethod(advice="numeric solutions need numbers in place of parameters")
    numerator, denominator = sympy.fraction(sympy.together(difference))
    complete = bool(numerator.is_polynomial(unknown) and denominator.is_polynomial(unknown))
    roots = _polynomial_roots(numerator, denominator, unknown, digits) if complete else None
    if roots is None:
        roots = _bracketed_roots(difference, unknown, digits, search)
        if not roots:
            raise NoMethod(advice="no change of sign was found between 'search_low' and 'search_high'")
    elif domain == "real":
        roots = [root for root in roots if root.is_real]
    points = [point([unknown], {unknown: root}, digits) for root in roots]
    return Solution([str(unknown)], points, method="numeric", complete=complete)


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


def _polynomial_roots(numerator: Any, denominator: Any, unknown: Any, digits: int) -> list[Any] | None:
    """Return the distinct roots that are no poles."""
    polynomial = sympy.Poly(numerator, unknown)
    shared = sympy.gcd(polynomial, sympy.Poly(denominator, unknown))
    polynomial = sympy.quo(polynomial.sqf_part(), sympy.Poly(shared, unknown).sqf_part())
    try:
        return list(polynomial.nroots(n=digits, maxsteps=500))
    except sympy.PolynomialError:  # it did not converge, or is a constant
        return None


def _bracketed_roots(difference: Any, unknown: Any, digits: int, search: tuple[float, float]) -> list[Any]:
    low, high = search
    places = [low + (high - low) * step / GRID for step in range(GRID + 1)]
    values = [_real(difference, unknown, place) for place in places]
    roots: list[Any] = []
    for left, right, at_left, at_right in zip(places, places[1:], values, values[1:], strict=False):
        if at_left == 0:
            roots.append(sympy.Float(left, digits))
        elif at_left is not None and at_right is not None and at_left * at_right < 0:
            root = _refine(difference, unknown, (left, right), digits)
            if root is not None:
                roots.append(root)
    if values[-1] == 0:
        roots.append(sympy.Float(places[-1], digits))
    return roots


def _refine(difference: Any, unknown: Any, bracket: tuple[float, float], digits: int) -> Any | None:
    """Return the root in *bracket*; None if the sign changes at a pole."""
    try:
        root = sympy.nsolve(difference, unknown, bracket, solver="anderson", prec=digits + 5, verify=False)
    except (ValueError, ZeroDivisionError, TypeError, OverflowError):
        return None
    inside = bracket[0] <= root <= bracket[1]
    residual = _real(difference, unknown, root)
    edges = [_real(difference, unknown, edge) or 0.0 for edge in bracket]
    small = residual is not None and abs(residual) <= 1e-6 * max(abs(edge) for edge in edges)
    return sympy.Float(root, digits) if inside and small else None


def _real(difference: Any, unknown: Any, place: Any) -> float | None:
    value = sympy.N(difference.subs(unknown, sympy.Float(place, 30)), 30)
    return float(value) if value.is_real and value.is_finite else None
