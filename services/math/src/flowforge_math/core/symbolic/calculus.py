"""Derivatives, integrals, limits, series and rewriting, each with its check."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.equations.timing import OutOfTime, limited
from flowforge_math.core.equations.troubles import TROUBLES
from flowforge_math.core.symbolic import checking
from flowforge_math.core.symbolic.bounded import bounded
from flowforge_math.core.symbolic.checking import Check
from flowforge_math.core.symbolic.derivative_steps import derivative_steps
from flowforge_math.core.symbolic.faults import NoSymbolicResult
from flowforge_math.core.symbolic.formulas import Formula, formula, read, read_point, variable_of
from flowforge_math.core.symbolic.integral_steps import integral_steps

SECONDS: Final = 8.0
STEP_SECONDS: Final = 3.0
Form = Literal[
    "simplify", "expand", "factor", "cancel", "apart", "together", "trigonometric", "powers", "logarithms"
]
_FORMS: Final[dict[str, Callable[[Any], Any]]] = {
    "simplify": sympy.simplify,
    "expand": lambda one: sympy.expand(one, trig=False),
    "factor": sympy.factor,
    "cancel": sympy.cancel,
    "apart": sympy.apart,
    "together": sympy.together,
    "trigonometric": sympy.trigsimp,
    "powers": sympy.powsimp,
    "logarithms": lambda one: sympy.logcombine(one, force=False),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """`steps` are sentences with formulas, where the method has some."""

    result: Formula
    check: Check
    steps: list[str]


@bounded("expression")
def rewrite(text: str, form: Form) -> Answer:
    expression, _ = read(text, "expression")
    result = _work("expression", lambda: _FORMS[form](expression))
    return Answer(formula(result), checking.same_everywhere(expression, result, "expression"), [])


@bounded("expression")
def differentiate(text: str, variable: str | None, order: int) -> Answer:
    expression, names = read(text, "expression")
    symbol = variable_of(variable, names, "expression")
    steps, result = [], expression
    for count in range(order):
        if not count:
            steps += _explained(derivative_steps, expression, symbol)
        result = _work("expression", lambda: sympy.simplify(sympy.diff(result, symbol)))  # noqa: B023 - called at once
        steps.append(f"Derivative {count + 1}: {formula(result).plain}.")

    def at(choose: random.Random) -> tuple[Any, Any]:
        point = {one: sympy.Rational(choose.randint(1, 50), 11) for one in {symbol, *names.values()}}
        return checking.slope_at(expression, symbol, order, point), sympy.N(result.subs(point), 30)

    return Answer(formula(result), checking.compare(at, "expression", 3), steps)


@bounded("expression")
def integrate(text: str, variable: str | None, low: str | None, high: str | None) -> Answer:
    expression, names = read(text, "expression")
    symbol = variable_of(variable, names, "expression")
    if low is None or high is None:
        result = _work("expression", lambda: sympy.integrate(expression, symbol))
        if result.has(sympy.Integral):
            raise NoSymbolicResult(
                field="expression", reason="no antiderivative in known functions was found"
            )
        check = checking.same_everywhere(sympy.diff(result, symbol), expression, "expression")
        steps = _explained(integral_steps, expression, symbol)
        return Answer(
            formula(result), check, [*steps, f"Differentiating the result gives {formula(expression).plain}."]
        )
    ends = read_point(low, "low"), read_point(high, "high")
    try:
        result = _work("expression", lambda: sympy.integrate(expression, (symbol, *ends)))
    except NoSymbolicResult:
        return _by_quadrature(expression, symbol, ends)
    if result.has(sympy.Integral, sympy.nan):
        return _by_quadrature(expression, symbol, ends)
    if result.has(sympy.oo, -sympy.oo, sympy.zoo):
        raise NoSymbolicResult(field="expression", reason="the integral is infinite: it does not converge")
    steps = _explained(integral_steps, expression, symbol)
    if names.keys() - {str(symbol)}:
        return Answer(formula(result), "not_checked", steps)

    def at(_: random.Random) -> tuple[Any, Any]:
        return checking.area(expression, symbol, *ends), sympy.N(result, 30)

    return Answer(formula(sympy.simplify(result)), checking.compare(at, "expression", 1), steps)


def _by_quadrature(expression: Any, symbol: Any, ends: tuple[Any, Any]) -> Answer:
    value = _work("expression", lambda: checking.area(expression, symbol, *ends))
    if value is None:
        reason = "neither a formula nor quadrature gives this integral; it may not converge"
        raise NoSymbolicResult(field="expression", reason=reason)
    return Answer(
        formula(sympy.Float(value, 15)), "confirmed", ["There is no formula; the value is by quadrature."]
    )


@bounded("expression")
def limit(text: str, variable: str | None, point: str, side: Literal["both", "left", "right"]) -> Answer:
    expression, names = read(text, "expression")
    symbol, place = variable_of(variable, names, "expression"), read_point(point, "point")
    direction = {"both": "+-", "left": "-", "right": "+"}[side]
    if place.is_infinite:
        direction = "-" if place == sympy.oo else "+"
    result = _work("expression", lambda: sympy.limit(expression, symbol, place, direction))
    if isinstance(result, sympy.AccumBounds) or result.has(sympy.Limit, sympy.nan, sympy.zoo):
        raise NoSymbolicResult(field="expression", reason="there is no limit at this point")
    return Answer(formula(result), _near(expression, symbol, (place, direction), result), [])


def _near(expression: Any, symbol: Any, target: tuple[Any, str], result: Any) -> Check:
    """Compare a limit with a value close to the point, or far out."""
    place, direction = target
    step = sympy.Float("1e-12", 60) * (-1 if direction == "-" else 1)
    where = sympy.Float("1e12", 60) * (-1 if place == -sympy.oo else 1) if place.is_infinite else place + step
    there = sympy.N(expression.subs(symbol, where), 30)
    if not (result.is_finite and there.is_number and there.is_finite) or result.free_symbols:
        return "not_checked"
    expected = sympy.N(result, 30)
    return "confirmed" if abs(there - expected) < sympy.Float("1e-6") * (1 + abs(expected)) else "not_checked"


@bounded("expression")
def series(text: str, variable: str | None, point: str, order: int) -> Answer:
    expression, names = read(text, "expression")
    symbol, place = variable_of(variable, names, "expression"), read_point(point, "point")
    result = _work("expression", lambda: sympy.series(expression, symbol, place, order))
    without = result.removeO()
    if place.is_infinite or names.keys() - {str(symbol)}:
        return Answer(formula(without), "not_checked", [])

    def at(choose: random.Random) -> tuple[Any, Any]:
        near = sympy.Float(place, 60) + sympy.Float(choose.randint(1, 9), 60) / 10**6
        return sympy.N(expression.subs(symbol, near), 30), sympy.N(without.subs(symbol, near), 30)

    return Answer(formula(without), checking.compare(at, "expression", 3), [])


def _explained(explain: Callable[[Any, Any], list[str]], expression: Any, symbol: Any) -> list[str]:
    """Return the steps, none where they take too long or are not known."""
    try:
        return limited(STEP_SECONDS, lambda: explain(expression, symbol))
    except (OutOfTime, *TROUBLES):
        return []


def _work(field: str, work: Callable[[], Any]) -> Any:
    try:
        return limited(SECONDS, work)
    except OutOfTime as error:
        reason = f"no result was found within {SECONDS:g} seconds"
        raise NoSymbolicResult(field=field, reason=reason) from error
    except TROUBLES as error:
        raise NoSymbolicResult(field=field, reason="no method is known for it") from error
