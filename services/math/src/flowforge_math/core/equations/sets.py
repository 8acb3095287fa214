"""Exact solution sets of one unknown."""

from collections.abc import Sequence
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types
from sympy.calculus.util import periodicity  # type: ignore[import-untyped] # likewise

from flowforge_math.core.equations.faults import NoMethod
from flowforge_math.core.equations.solution import Family, Solution, interval, point

_INTEGER: Final = sympy.Symbol("n", integer=True)


def empty(unknowns: Sequence[Any]) -> Solution:
    return Solution([str(one) for one in unknowns])


def everything(unknowns: Sequence[Any]) -> Solution:
    return Solution([str(one) for one in unknowns], unlimited=True)


def one_equation(difference: Any, unknown: Any, domain: str, digits: int) -> Solution | None:
    """Return all solutions of one equation for one unknown, or None if they have no closed form here."""
    if difference.free_symbols != {unknown}:
        return None
    whole = sympy.S.Reals if domain == "real" else sympy.S.Complexes
    try:
        found = sympy.solveset(difference, unknown, whole)
    except (NotImplementedError, ValueError):
        return None
    if found == whole:
        return everything([unknown])
    points: list[Any] = []
    families: list[Family] = []
    for part in found.args if isinstance(found, sympy.Union) else (found,):
        if isinstance(part, sympy.FiniteSet):
            points.extend(part)
        elif isinstance(part, sympy.ImageSet) and part.base_sets == (sympy.S.Integers,):
            families.append(_family(part, unknown))
        elif part is not sympy.S.EmptySet:
            return None
    solutions = [point([unknown], {unknown: value}, digits) for value in _in_order(points)]
    return Solution([str(unknown)], solutions, families)


def inequalities(differences: Sequence[Any], signs: Sequence[str], unknown: Any, digits: int) -> Solution:
    """Return the real numbers that fulfil all of them. Raises NoMethod where that cannot be made certain."""
    found = sympy.S.Reals
    for difference, sign in zip(differences, signs, strict=True):
        found = found.intersect(_one_inequality(difference, sign, unknown))
    if found == sympy.S.Reals:
        return everything([unknown])
    points, intervals = [], []
    for part in found.args if isinstance(found, sympy.Union) else (found,):
        if isinstance(part, sympy.FiniteSet):
            points.extend(part)
        elif isinstance(part, sympy.Interval):
            intervals.append(interval(part, digits))
        elif part is not sympy.S.EmptySet:
            raise NoMethod(advice="the solutions are no finite list of intervals")
    solutions = [point([unknown], {unknown: value}, digits) for value in _in_order(points)]
    return Solution([str(unknown)], solutions, intervals=intervals)


def _one_inequality(difference: Any, sign: str, unknown: Any) -> Any:
    if not difference.has(unknown):
        return sympy.S.Reals if _holds(difference, sign) else sympy.S.EmptySet
    if sign == "=":
        return sympy.solveset(difference, unknown, sympy.S.Reals)
    # For a periodic function only one period would be answered.
    if periodicity(difference, unknown) is not None:
        raise NoMethod(advice="inequalities of periodic functions have infinitely many intervals")
    relation = {"<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge}[sign](difference, 0)
    try:
        return sympy.solve_univariate_inequality(relation, unknown, relational=False)
    except (NotImplementedError, ValueError, TypeError) as error:
        raise NoMethod(advice="the inequality has no closed form") from error


def _holds(difference: Any, sign: str) -> bool:
    compare = {"=": sympy.Eq, "<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge}[sign]
    return bool(compare(difference, 0) == sympy.true)


def _family(image: Any, unknown: Any) -> Family:
    variable, form = image.lamda.variables[0], image.lamda.expr
    form = sympy.expand(form.subs(variable, _INTEGER))
    return Family(str(unknown), str(form), sympy.latex(form))


def _in_order(values: Sequence[Any]) -> list[Any]:
    def place(value: Any) -> tuple[float, float]:
        real, imaginary = sympy.N(value).as_real_imag()
        return float(real), float(imaginary)

    return sorted(values, key=place)
