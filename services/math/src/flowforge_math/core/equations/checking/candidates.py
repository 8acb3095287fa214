"""Points that may solve an equation, and whether there can be no others.

On each piece where the signs inside abs, sign, min and max are fixed, a rational function is zero exactly at
the real roots of its numerator, and the roots of a function with radicals are among those of a resultant.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.equations.checking.exactness import Undecided, sign_of
from flowforge_math.core.equations.checking.substitution import (
    real_roots,
    roots_in_powers,
    without_logarithms,
)
from flowforge_math.core.equations.timing import OutOfTime, limited
from flowforge_math.core.equations.troubles import TROUBLES

MAX_PIECES: Final = 64
MAX_RADICALS: Final = 3
SEARCH_SECONDS: Final = 2.5
SIMPLIFYING_SECONDS: Final = 1.5
_COMMON: Final = [sympy.Integer(number) for number in (0, 1, -1, 2, -2)]
_CORNERS: Final = (sympy.Abs, sympy.sign, sympy.Max, sympy.Min)


@dataclass(slots=True)
class Candidates:
    """`certain` are zeros of the difference wherever it is defined; `possible` have to be looked at.

    `identities` are intervals where the difference is zero all over. `families` are lambdas over the whole
    numbers, as sympy gives them. `complete`: there can be no other solution.
    """

    certain: list[Any] = field(default_factory=list)
    possible: list[Any] = field(default_factory=list)
    identities: list[tuple[Any, Any]] = field(default_factory=list)
    families: list[Any] = field(default_factory=list)
    complete: bool = True
    degree: int = 0


def candidates_of(difference: Any, unknown: Any) -> Candidates:
    """Look for the real zeros of *difference*, a function of one real unknown."""
    found = Candidates()
    pieces = _pieces(difference, unknown, -sympy.oo, sympy.oo)
    if pieces is None:
        found.complete = False
        _look_up(difference, unknown, found)
        return found
    for low, high, expression in pieces:
        found.possible.extend(end for end in (low, high) if end.is_finite)
        _on_piece(expression, unknown, (low, high), found)
    found.possible = list(dict.fromkeys(found.possible))
    found.certain = list(dict.fromkeys(found.certain))
    return found


def between(low: Any, high: Any) -> Any:
    """Return a rational number strictly between two ends, one of which may be infinite."""
    if low == -sympy.oo and high == sympy.oo:
        return sympy.Rational(1, 3)
    if low == -sympy.oo:
        return sympy.floor(high) - 1
    if high == sympy.oo:
        return sympy.ceiling(low) + 1
    return sympy.Rational(str(sympy.N((low + high) / 2, 40)))


def _pieces(expression: Any, unknown: Any, low: Any, high: Any) -> list[tuple[Any, Any, Any]] | None:
    """Divide (low, high) where what stands in abs, sign, min or max changes its sign."""
    corner = next((one for one in _corners(expression) if one.has(unknown)), None)
    if corner is None:
        return [(low, high, expression)]
    inner = corner.args[0] - corner.args[1] if isinstance(corner, sympy.Max | sympy.Min) else corner.args[0]
    numerator, denominator = sympy.fraction(sympy.together(inner))
    points = [real_roots(part, unknown) for part in (numerator, denominator) if part.has(unknown)]
    if any(part is None for part in points):
        return None
    inside = [point for part in points for point in part or [] if low < point < high]
    ends = [low, *sorted(dict.fromkeys(inside), key=lambda one: sympy.N(one, 30)), high]
    result: list[tuple[Any, Any, Any]] = []
    for left, right in pairwise(ends):
        try:
            sign = sign_of(inner.subs(unknown, between(left, right)))
        except Undecided:
            return None
        deeper = _pieces(expression.xreplace({corner: _on_side(corner, sign)}), unknown, left, right)
        if deeper is None or len(result) + len(deeper) > MAX_PIECES:
            return None
        result.extend(deeper)
    return result


def _corners(expression: Any) -> list[Any]:
    """Return abs, sign, min and max, the innermost first."""
    found = expression.atoms(*_CORNERS)
    return sorted((one for one in found if len(one.args) <= 2), key=lambda one: one.count_ops())  # noqa: PLR2004 - of two at a time


def _on_side(corner: Any, sign: int) -> Any:
    if isinstance(corner, sympy.Abs):
        return sign * corner.args[0]
    if isinstance(corner, sympy.sign):
        return sympy.Integer(sign)
    first = (sign > 0) == isinstance(corner, sympy.Max)
    return corner.args[0] if first else corner.args[1]


def _on_piece(expression: Any, unknown: Any, piece: tuple[Any, Any], found: Candidates) -> None:
    low, high = piece
    numerator, denominator = sympy.fraction(sympy.together(expression))
    if numerator == 0 or sympy.expand(numerator) == 0:
        found.identities.append(piece)
        return
    if not numerator.has(unknown):
        return
    rational = numerator.is_polynomial(unknown) and denominator.is_polynomial(unknown)
    roots = real_roots(numerator, unknown) if rational else None
    if roots is not None:
        found.degree = max(found.degree, sympy.degree(numerator, unknown))
        found.certain.extend(root for root in roots if _lies_in(root, low, high))
        return
    if without_logarithms(expression, unknown) == 0:
        found.identities.append(piece)
        return
    roots = _through_one_form(expression, numerator, unknown)
    if roots is not None:
        found.possible.extend(root for root in roots if _lies_in(root, low, high))
        return
    shorter = simplified(expression)
    if shorter == 0:
        found.identities.append(piece)
        return
    found.complete = False
    found.possible.extend(_COMMON)
    for one in dict.fromkeys((expression, shorter)):
        _look_up(one, unknown, found)


def _through_one_form(expression: Any, numerator: Any, unknown: Any) -> list[Any] | None:
    """Return points among which all zeros are, if radicals, logarithms or powers can be removed."""
    resultant = _without_radicals(numerator, unknown)
    if resultant is None:
        resultant = without_logarithms(expression, unknown)
    if resultant is not None:
        return real_roots(resultant, unknown)
    return roots_in_powers(numerator, unknown)


def simplified(expression: Any) -> Any:
    """Return a shorter form that is equal wherever *expression* is defined, or *expression* itself."""
    try:
        return limited(SIMPLIFYING_SECONDS, lambda: sympy.simplify(expression))
    except (OutOfTime, *TROUBLES):
        return expression


def _lies_in(root: Any, low: Any, high: Any) -> bool:
    return bool((low == -sympy.oo or root >= low) and (high == sympy.oo or root <= high))


def _without_radicals(numerator: Any, unknown: Any) -> Any | None:
    """Return a polynomial whose roots include those of *numerator*, None if that cannot be made."""
    powers = [
        one
        for one in numerator.atoms(sympy.Pow)
        if one.exp.is_Rational and not one.exp.is_Integer and one.base.has(unknown)
    ]
    bases = list(dict.fromkeys(one.base for one in powers))
    if (
        not powers
        or len(bases) > MAX_RADICALS
        or not all(base.is_rational_function(unknown) for base in bases)
    ):
        return None
    result = numerator
    for place, base in enumerate(bases):
        root = sympy.Dummy(f"r{place}")
        mine = [one for one in powers if one.base == base]
        degree = int(sympy.ilcm(*(one.exp.q for one in mine), 1))
        result = result.xreplace({one: root ** (one.exp * degree) for one in mine})
        result = sympy.fraction(sympy.together(result))[0]
        upper, lower = sympy.fraction(sympy.together(base))
        result = sympy.resultant(result, lower * root**degree - upper, root)
    result = sympy.expand(result)
    return None if result == 0 or not result.is_polynomial(unknown) else result


def _look_up(expression: Any, unknown: Any, found: Candidates) -> None:
    """Add what sympy finds. Its sets check no domain, and are complete only by its word."""
    try:
        solutions = limited(SEARCH_SECONDS, lambda: sympy.solveset(expression, unknown, sympy.S.Reals))
    except (OutOfTime, *TROUBLES):
        solutions = sympy.S.EmptySet
    before = len(found.possible) + len(found.families)
    _collect(solutions, found)
    if len(found.possible) + len(found.families) == before:
        try:
            listed = limited(SEARCH_SECONDS / 2, lambda: sympy.solve(expression, unknown, check=False))
        except (OutOfTime, *TROUBLES):
            listed = []
        found.possible.extend(one for one in listed if not one.has(unknown) and not one.free_symbols)


def _collect(solutions: Any, found: Candidates) -> None:
    for part in solutions.args if isinstance(solutions, sympy.Union) else (solutions,):
        if isinstance(part, sympy.FiniteSet):
            found.possible.extend(one for one in part if not one.free_symbols)
        elif isinstance(part, sympy.ImageSet) and part.base_sets == (sympy.S.Integers,):
            found.families.append(part.lamda)
        elif isinstance(part, sympy.Intersection | sympy.Complement):
            _collect(part.args[-1] if isinstance(part, sympy.Intersection) else part.args[0], found)
