"""Answer one equation of one real unknown, with or without parameters."""

from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras.symbols import CONSTANTS, Symbols
from flowforge_math.core.equations.answering.charts import Part, State, Uncharted, chart, critical, state_by
from flowforge_math.core.equations.answering.parameters import formulas_of
from flowforge_math.core.equations.answering.sound import Equation, Roots
from flowforge_math.core.equations.asking.question import Question
from flowforge_math.core.equations.faults import NoMethod
from flowforge_math.core.equations.solution import (
    Family,
    Interval,
    Point,
    Range,
    Solution,
    interval,
    point,
    quantity,
)
from flowforge_math.core.expressions import UndefinedResult, fold
from flowforge_math.core.expressions.tree import Node

MAX_SYMBOLIC_DEGREE: Final = 10
_INTEGER: Final = sympy.Symbol("n", integer=True)


def solve_single(tree: Node, difference: Any, unknown: Any, question: Question) -> Solution:
    """Answer an equation without parameters. Raises NoMethod where nothing is proven."""
    roots = Equation(tree, difference, unknown, question.digits).roots()
    if roots.identities:
        return _identical(tree, unknown, roots, question.digits)
    numeric = bool(roots.numeric) or roots.degree > MAX_SYMBOLIC_DEGREE
    if question.method == "symbolic" and roots.numeric:
        raise NoMethod(advice="try the method 'numeric'")
    found = _in_order([*roots.exact, *roots.numeric])
    if not roots.complete and roots.period is None:
        low, high = question.search
        found = [one for one in found if low <= sympy.N(one, 20) <= high]
    if not found and not roots.complete:
        raise NoMethod(advice=_shortfall(roots))
    if numeric or question.method == "numeric":
        found = [sympy.N(one, question.digits) if not one.is_Integer else one for one in found]
    families = _families(found, roots.period, unknown)
    return Solution(
        [str(unknown)],
        [] if families else [point([unknown], {unknown: one}, question.digits) for one in found],
        families,
        method="numeric" if numeric or question.method == "numeric" else "symbolic",
        complete=roots.complete,
        excluded=[] if roots.period is not None else _quantities(roots.excluded, question.digits),
        complete_between=None if roots.between is None else Range(*roots.between),
    )


def solve_with_parameters(tree: Node, difference: Any, unknown: Any, question: Question) -> Solution:
    formulas = formulas_of(tree, difference, unknown)
    if formulas is None:
        raise NoMethod(advice="give the parameters numbers")
    solutions = [point([unknown], {unknown: one}, question.digits) for one in formulas.values]
    complete = formulas.complete and formulas.confirmed
    return Solution([str(unknown)], solutions, complete=complete, conditions=formulas.conditions)


def breakpoints(tree: Node, unknown: Any) -> list[Any]:
    """Return where the expression may leave its domain or jump. Raises Uncharted."""
    points: list[Any] = []
    for node in critical(tree, str(unknown)):
        try:
            difference = fold(node, Symbols("equations", {**CONSTANTS, str(unknown): unknown}))
        except UndefinedResult as error:
            raise Uncharted from error
        roots = Equation(node, difference, unknown, 15).roots()
        if not roots.complete or roots.numeric or roots.period is not None:
            raise Uncharted
        points += [*roots.exact, *roots.excluded]
        points += [end for piece in roots.identities for end in piece if end.is_finite]
    return points


def solved_parts(parts: list[Part], unknown: Any, digits: int) -> Solution:
    """Turn the parts in the state 'zero' into points and intervals, with the points missing among them."""
    if all(part.state == "zero" or _is_gap(part) for part in parts):
        gaps = [part.low for part in parts if part.state != "zero"]
        return Solution([str(unknown)], unlimited=True, excluded=_quantities(gaps, digits))
    points: list[Point] = []
    intervals: list[Interval] = []
    run: list[Part] = []
    for part in [*parts, Part(sympy.oo, sympy.oo, "outside")]:
        if part.state == "zero":
            run.append(part)
            continue
        if len(run) == 1 and run[0].low == run[0].high:
            points.append(point([unknown], {unknown: run[0].low}, digits))
        elif run:
            intervals.append(_interval(run, digits))
        run = []
    neighbors = zip(parts, parts[1:], parts[2:], strict=False)
    gaps = [one.low for left, one, right in neighbors if _is_gap(one) and left.state == right.state == "zero"]
    return Solution([str(unknown)], points, intervals=intervals, excluded=_quantities(gaps, digits))


def _is_gap(part: Part) -> bool:
    return bool(part.state == "outside" and part.low == part.high)


def _interval(run: list[Part], digits: int) -> Interval:
    first, last = run[0], run[-1]
    span = sympy.Interval(first.low, last.high, first.low != first.high, last.low != last.high)
    return interval(span, digits)


def _identical(tree: Node, unknown: Any, roots: Roots, digits: int) -> Solution:
    """Answer what is zero on whole intervals, wherever it is defined there."""
    ends = [end for piece in roots.identities for end in piece if end.is_finite]
    inside = state_by(Equation(tree, sympy.Integer(0), unknown, digits).value_at)

    def state_at(place: Any) -> State:
        state = inside(place)
        return state if state in ("outside", "zero") else "positive"

    try:
        points = [*breakpoints(tree, unknown), *ends, *roots.exact]
        return solved_parts(chart(points, state_at), unknown, digits)
    except Uncharted:
        if ends:
            raise NoMethod(advice="its domain is not known where both sides are equal") from None
        return Solution([str(unknown)], unlimited=True, complete=False)


def _families(found: list[Any], period: Any, unknown: Any) -> list[Family]:
    if period is None:
        return []
    forms = [sympy.expand(period * _INTEGER + one) for one in found]
    return [Family(str(unknown), str(form), sympy.latex(form)) for form in forms]


def _shortfall(roots: Roots) -> str:
    text = "no solution was found, and that there is none could not be proven"
    return text if roots.between is None else f"{text} but from {roots.between[0]:g} to {roots.between[1]:g}"


def _quantities(values: list[Any], digits: int) -> list[Any]:
    return [quantity(one, digits) for one in _in_order(values)]


def _in_order(values: list[Any]) -> list[Any]:
    return sorted(values, key=lambda one: sympy.N(one, 30))
