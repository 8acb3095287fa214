"""The steps to the solutions of a linear, quadratic or factorable equation, as one writes them on paper."""

from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.equations.solution import Solution

MAX_DEGREE: Final = 10
Told = tuple[list[str], set[Any]]


def steps_of(difference: Any, unknown: Any, solution: Solution) -> list[str]:
    """Return the steps from *difference* = 0 to the solutions; none if there is no way that pupils learn.

    Steps that do not lead to the very solutions are left out.
    """
    upper, lower = sympy.fraction(sympy.together(difference))
    if not (upper.is_polynomial(unknown) and lower.is_polynomial(unknown)):
        return []
    polynomial = sympy.Poly(upper, unknown)
    if not 1 <= polynomial.degree() <= MAX_DEGREE or not all(one.is_Rational for one in polynomial.coeffs()):
        return []
    told = _polynomial(polynomial, unknown)
    excluded = {one.exact for one in solution.excluded}
    listed = {one.values[0].value.exact for one in solution.solutions}
    if told is None or {str(root) for root in told[1]} - excluded != listed:
        return []
    first = []
    if lower != 1:
        condition = ", which must not be 0" if lower.has(unknown) else ""
        first = [f"Multiply both sides by {plain(lower)}{condition}."]
    first.append(f"Bring everything to one side: {plain(polynomial.as_expr())} = 0.")
    last = [
        f"{unknown} = {one} lies outside the domain of the equation: it is no solution."
        for one in sorted(excluded)
    ]
    return [*first, *told[0], *last]


def plain(expression: Any) -> str:
    return str(expression).replace("**", "^")


def _polynomial(polynomial: Any, unknown: Any) -> Told | None:
    if polynomial.degree() == 1:
        return _linear(polynomial, unknown)
    _, factors = sympy.factor_list(polynomial.as_expr(), unknown)
    if len(factors) == 1 and factors[0][1] == 1:
        return _quadratic(polynomial, unknown) if polynomial.degree() == 2 else None  # noqa: PLR2004 - a square
    steps = [
        f"Factor: {plain(sympy.factor(polynomial.as_expr()))} = 0.",
        "A product is 0 where one of its factors is 0.",
    ]
    roots: set[Any] = set()
    for factor, _ in factors:
        part = sympy.Poly(factor, unknown)
        told = _factor(part, unknown)
        if told is None:
            return None
        steps += told[0]
        roots |= told[1]
    return steps, roots


def _factor(part: Any, unknown: Any) -> Told | None:
    if part.degree() == 1:
        root = -part.nth(0) / part.nth(1)
        return [f"{plain(part.as_expr())} = 0: {unknown} = {root}."], {root}
    if part.degree() > 2:  # noqa: PLR2004 - a square
        return None
    steps, roots = _quadratic(part, unknown)
    return [f"{plain(part.as_expr())} = 0: {steps[0]}", *steps[1:]], roots


def _linear(polynomial: Any, unknown: Any) -> Told:
    slope, constant = polynomial.nth(1), polynomial.nth(0)
    steps = []
    if constant:
        how = f"Subtract {constant}" if constant > 0 else f"Add {-constant}"
        steps.append(f"{how} on both sides: {plain(slope * unknown)} = {-constant}.")
    if slope != 1:
        steps.append(f"Divide both sides by {slope}: {unknown} = {-constant / slope}.")
    return steps, {-constant / slope}


def _quadratic(polynomial: Any, unknown: Any) -> Told:
    a, b, c = (polynomial.nth(power) for power in (2, 1, 0))
    if b == 0:
        return _square(-c / a, unknown)
    found = b**2 - 4 * a * c
    steps = [
        f"Use the quadratic formula with a = {a}, b = {b}, c = {c}.",
        f"The discriminant is b^2 - 4*a*c = ({b})^2 - 4*({a})*({c}) = {found}.",
    ]
    if found < 0:
        return [*steps, "It is negative: there is no real solution."], set()
    if found == 0:
        root = -b / (2 * a)
        return [*steps, f"It is 0: {unknown} = -b/(2*a) = {root}."], {root}
    formula = f"{unknown} = (-b ± sqrt({found}))/(2*a)"
    return _two(
        steps, formula, [sympy.expand((-b + sign * sympy.sqrt(found)) / (2 * a)) for sign in (-1, 1)], unknown
    )


def _square(value: Any, unknown: Any) -> Told:
    steps = [f"Isolate the square: {unknown}^2 = {value}."]
    if value < 0:
        return [*steps, "A square is never negative: there is no real solution."], set()
    if value == 0:
        return [*steps, f"{unknown} = 0."], {value}
    root = sympy.sqrt(value)
    return _two(
        steps, f"Take the square root of both sides: {unknown} = ±{plain(root)}", [-root, root], unknown
    )


def _two(steps: list[str], formula: str, roots: list[Any], unknown: Any) -> Told:
    one, other = sorted(roots, key=sympy.N)
    return [*steps, f"{formula}, so {unknown} = {plain(one)} or {unknown} = {plain(other)}."], set(roots)
