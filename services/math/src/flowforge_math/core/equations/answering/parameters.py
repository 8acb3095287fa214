"""Equations with parameters: solutions as formulas, with the conditions that they hold under."""

import random
from dataclasses import dataclass, field
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras.symbols import CONSTANTS
from flowforge_math.core.equations.checking.exactness import Exactly, Outside, Undecided, is_zero
from flowforge_math.core.equations.timing import OutOfTime, limited
from flowforge_math.core.equations.troubles import TROUBLES
from flowforge_math.core.expressions.operands import names_in
from flowforge_math.core.expressions.tree import Node, fold

TRIALS: Final = 4
SOLVE_SECONDS: Final = 5.0


@dataclass(slots=True)
class Formulas:
    """`values` solve the equation where the `conditions` hold. `confirmed`: each did with random numbers."""

    values: list[Any] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    complete: bool = False
    confirmed: bool = True


def formulas_of(tree: Node, difference: Any, unknown: Any) -> Formulas | None:
    """Solve for one unknown among parameters. None if no formula was found."""
    numerator, denominator = sympy.fraction(sympy.together(difference))
    polynomial = numerator.is_polynomial(unknown)
    try:
        listed = limited(
            SOLVE_SECONDS, lambda: sympy.solve(numerator if polynomial else difference, unknown, check=False)
        )
    except (OutOfTime, *TROUBLES):
        return None
    result = Formulas(complete=bool(polynomial))
    conditions = dict.fromkeys(_leading(numerator, unknown)) if polynomial else {}
    conditions |= dict.fromkeys(_without(denominator, unknown))
    for value in listed:
        if isinstance(value, sympy.Piecewise) or value.has(unknown):
            result.complete = False
            continue
        conditions |= dict.fromkeys(_of_value(value, difference, denominator, unknown))
        verdict = _tried(tree, value, unknown)
        if verdict == "refuted":
            result.complete = False
            continue
        result.confirmed &= verdict == "confirmed"
        result.values.append(value)
    result.conditions = list(conditions)
    return result if result.values or (polynomial and not listed) else None


def _leading(numerator: Any, unknown: Any) -> list[str]:
    """Return what must not vanish for the equation to keep its degree."""
    if not numerator.has(unknown):
        return []
    leading = sympy.Poly(numerator, unknown).LC()
    return _nonzero(leading)


def _without(denominator: Any, unknown: Any) -> list[str]:
    """Return the factors of a denominator without the unknown, which must not vanish."""
    factors = [one for one in sympy.Mul.make_args(sympy.factor(denominator)) if not one.has(unknown)]
    return [text for one in factors for text in _nonzero(one)]


def _nonzero(expression: Any) -> list[str]:
    texts = []
    for factor in sympy.Mul.make_args(sympy.factor(expression)):
        base, exponent = factor.as_base_exp()
        if not base.free_symbols or exponent.is_negative:
            continue
        texts.append(_unequal(base))
    return texts


def _unequal(expression: Any) -> str:
    symbols = sorted(expression.free_symbols, key=str)
    for symbol in symbols:
        if expression.is_polynomial(symbol) and sympy.degree(expression, symbol) == 1:
            (value,) = sympy.solve(expression, symbol)
            return f"{symbol} != {value}"
    return f"{expression} != 0"


def _of_value(value: Any, difference: Any, denominator: Any, unknown: Any) -> list[str]:
    """Return the conditions under which one value is defined, real and a solution."""
    texts = _nonzero(sympy.fraction(sympy.together(value))[1])
    for one in value.atoms(sympy.Pow, sympy.log):
        inside = one.args[0]
        if not inside.free_symbols:
            continue
        if isinstance(one, sympy.log):
            texts.append(f"{inside} > 0")
        elif one.exp.is_Rational and one.exp.q % 2 == 0:
            texts.append(f"{inside} {'>=' if one.exp > 0 else '>'} 0")
    at_value = sympy.simplify(denominator.subs(unknown, value))
    texts.extend(_nonzero(at_value) if at_value.free_symbols else [])
    left = sympy.simplify(difference.subs(unknown, value))
    if left.free_symbols and left != 0:
        texts.append(_residue(left))
    return texts


def _residue(left: Any) -> str:
    """Return for which parameters what is left of an equation is zero."""
    symbols = list(left.free_symbols)
    if len(symbols) == 1:
        try:
            found = limited(1.5, lambda: sympy.solveset(left, symbols[0], sympy.S.Reals))
            if isinstance(found, sympy.Interval | sympy.FiniteSet | sympy.Union):
                return (
                    str(found.as_relational(symbols[0]))
                    .replace(" & (", " and (")
                    .replace(f" & {symbols[0]} < oo", "")
                )
        except (OutOfTime, *TROUBLES):
            pass
    return f"{left} = 0"


def _tried(tree: Node, value: Any, unknown: Any) -> str:
    """Put random numbers in place of the parameters: 'confirmed', 'refuted' or 'open'."""
    choose = random.Random(20260701)  # noqa: S311 - the same numbers every time
    symbols = sorted(value.free_symbols | _others(tree, unknown), key=str)
    confirmed = refuted = 0
    for _ in range(TRIALS * 3):
        numbers = {one: sympy.Rational(choose.randint(1, 60), choose.randint(1, 7)) for one in symbols}
        point = value.subs(numbers)
        if point.is_real is False or not point.is_finite:
            continue
        names = {str(one): number for one, number in numbers.items()} | {str(unknown): point}
        try:
            zero = is_zero(fold(tree, Exactly(names)))
        except (Outside, Undecided, KeyError, TypeError, ValueError, AttributeError):
            continue
        confirmed += zero is True
        refuted += zero is False
        if confirmed >= TRIALS:
            break
    if confirmed:
        return "confirmed"
    return "refuted" if refuted else "open"


def _others(tree: Node, unknown: Any) -> set[Any]:
    return {
        sympy.Symbol(name, real=True)
        for name in names_in(tree)
        if name != str(unknown) and name not in CONSTANTS
    }
