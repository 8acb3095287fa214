"""Answer systems, inequalities, and equations among the complex numbers."""

from collections.abc import Sequence
from typing import Any

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.equations.answering import numeric
from flowforge_math.core.equations.answering.charts import State, Uncharted, chart
from flowforge_math.core.equations.answering.single import breakpoints, solved_parts
from flowforge_math.core.equations.answering.sound import Equation
from flowforge_math.core.equations.asking.question import Question
from flowforge_math.core.equations.checking.complexes import Complexly
from flowforge_math.core.equations.checking.exactness import Exactly, Outside, Undecided, is_zero, sign_of
from flowforge_math.core.equations.faults import NoMethod
from flowforge_math.core.equations.solution import Family, Solution, point
from flowforge_math.core.equations.timing import OutOfTime, limited
from flowforge_math.core.equations.troubles import TROUBLES
from flowforge_math.core.expressions.tree import Node, fold

SOLVE_SECONDS = 8.0
_INTEGER = sympy.Symbol("n", integer=True)
Point = dict[Any, Any]


def solve_system(
    trees: list[Node], differences: list[Any], unknowns: list[Any], question: Question
) -> Solution:
    """Answer equations together. Only systems of rational functions are called complete."""
    names = [str(one) for one in unknowns]
    live = [one for one in differences if one != 0]
    if question.method == "numeric":
        return _numeric(differences, unknowns, question)
    numerators = [sympy.fraction(sympy.together(one))[0] for one in live]
    rational = all(one.is_polynomial(*unknowns) for one in numerators)
    found = _symbolic(numerators if rational else live, unknowns, polynomial=rational)
    kept, undecided = _checked(trees, found, question)
    complete = rational and not undecided
    if not kept and not (complete and (found or _is_contradiction(numerators, unknowns))):
        if question.method == "symbolic":
            raise NoMethod(advice="try the method 'numeric'")
        return _numeric(differences, unknowns, question)
    solutions = [point(unknowns, values, question.digits) for values in kept]
    return Solution(names, solutions, complete=complete)


def solve_complex(tree: Node, difference: Any, unknown: Any, question: Question) -> Solution:
    """Answer one equation among the complex numbers: complete for rational functions."""
    numerator = sympy.fraction(sympy.together(difference))[0]
    if numerator == 0:
        return Solution([str(unknown)], unlimited=True, complete=False)
    rational = numerator.is_polynomial(unknown)
    try:
        asked = numerator if rational else difference
        sets = limited(SOLVE_SECONDS, lambda: sympy.solveset(asked, unknown, sympy.S.Complexes))
    except (OutOfTime, *TROUBLES) as error:
        raise NoMethod(advice="it has no closed form among the complex numbers") from error
    points: list[Point] = []
    families: list[Family] = []
    complete = bool(rational)
    for part in sets.args if isinstance(sets, sympy.Union) else (sets,):
        if isinstance(part, sympy.FiniteSet):
            points += [{unknown: one} for one in part]
        elif isinstance(part, sympy.ImageSet) and part.base_sets == (sympy.S.Integers,):
            form = sympy.expand(part.lamda.expr.subs(part.lamda.variables[0], _INTEGER))
            families.append(Family(str(unknown), str(form), sympy.latex(form)))
        elif part is not sympy.S.EmptySet:
            complete = False
    kept, undecided = _checked([tree], points, question)
    if not kept and not families and not (complete and not undecided):
        raise NoMethod(advice="no solution was found, and that there is none could not be proven")
    ordered = sorted(kept, key=lambda one: _place(one[unknown]))
    solutions = [point([unknown], one, question.digits) for one in ordered]
    return Solution([str(unknown)], solutions, families, complete=complete and not undecided)


def solve_inequalities(
    trees: list[Node], differences: list[Any], signs: Sequence[str], unknowns: list[Any], question: Question
) -> Solution:
    """Answer by the signs between all places where one may change. Raises NoMethod where they are unknown."""
    if len(unknowns) != 1:
        raise NoMethod(advice="inequalities are solved for one unknown")
    if question.domain == "complex":
        raise NoMethod(advice="inequalities need the domain 'real'")
    if question.method == "numeric":
        raise NoMethod(advice="inequalities are solved by the method 'symbolic'")
    if any(one.free_symbols - set(unknowns) for one in differences):
        raise NoMethod(advice="inequalities with parameters have no general answer; give them numbers")
    unknown = unknowns[0]
    equations = [Equation(tree, one, unknown, 40) for tree, one in zip(trees, differences, strict=True)]
    try:
        points = [place for equation in equations for place in _changes(equation, unknown)]
        numeric_roots = {place for place in points if place.is_Float}

        def state_at(place: Any) -> State:
            return _together(equations, signs, place, numeric_roots)

        return solved_parts(chart(points, state_at), unknown, question.digits)
    except Uncharted as error:
        advice = "the places where it changes are not a list that can be proven complete"
        raise NoMethod(advice=advice) from error


def _changes(equation: Equation, unknown: Any) -> list[Any]:
    roots = equation.roots()
    if not roots.complete or roots.period is not None:
        raise Uncharted
    ends = [end for piece in roots.identities for end in piece if end.is_finite]
    return [*roots.exact, *roots.numeric, *roots.excluded, *ends, *breakpoints(equation.tree, unknown)]


def _together(equations: list[Equation], signs: Sequence[str], place: Any, roots: set[Any]) -> State:
    """Return 'zero' where all relations hold."""
    for equation, sign in zip(equations, signs, strict=True):
        try:
            found = sign_of(equation.value_at(place))
        except Outside:
            return "outside"
        except Undecided as error:
            if place not in roots:
                raise Uncharted from error
            found = 0
        holds = {"=": found == 0, "<": found < 0, "<=": found <= 0, ">": found > 0, ">=": found >= 0}[sign]
        if not holds:
            return "positive"
    return "zero"


def _numeric(differences: list[Any], unknowns: list[Any], question: Question) -> Solution:
    digits, search = question.digits, question.search
    found = numeric.several_equations(differences, unknowns, question.domain, digits, search)
    if not found:
        raise NoMethod(advice="no numeric solution was found from 'search_low' to 'search_high' either")
    solutions = [point(unknowns, values, digits) for values in found]
    return Solution([str(one) for one in unknowns], solutions, method="numeric", complete=False)


def _is_contradiction(differences: list[Any], unknowns: list[Any]) -> bool:
    """Return whether no complex numbers solve these polynomials: their ideal is then everything (Hilbert)."""
    try:
        return limited(SOLVE_SECONDS, lambda: bool(sympy.groebner(differences, *unknowns).exprs == [1]))
    except (OutOfTime, *TROUBLES):
        return False


def _symbolic(differences: list[Any], unknowns: list[Any], *, polynomial: bool) -> list[Point]:
    """Return the points that sympy finds, none if it knows no method.

    Told that the unknowns are real, it drops roots of polynomials that it cannot prove to be real: those are
    solved among the complex numbers, and what is not real is left out afterwards.
    """
    general = {one: sympy.Dummy(one.name) if polynomial else one for one in unknowns}
    back = {dummy: one for one, dummy in general.items()}
    try:
        found = limited(
            SOLVE_SECONDS,
            lambda: sympy.solve([one.subs(general) for one in differences], list(back), dict=True),
        )
    except (OutOfTime, *TROUBLES):
        return []
    return [{back[one]: value.subs(back) for one, value in values.items()} for values in found]


def _checked(trees: list[Node], found: list[Point], question: Question) -> tuple[list[Point], bool]:
    """Return the points that solve the caller's own trees, and whether any could not be decided."""
    kept: list[Point] = []
    undecided = False
    for values in found:
        if any(value.free_symbols for value in values.values()):
            kept.append(values)
            undecided |= any(_has_a_domain(tree) for tree in trees)
            continue
        if question.domain == "real" and not _may_be_real(values):
            continue
        verdict = _solves(trees, values, question)
        undecided |= verdict is None
        if verdict is not False:
            kept.append(values)
    return kept, undecided


def _has_a_domain(tree: Node) -> bool:
    text = repr(tree)
    return "Call(" in text or "'/'" in text or "('**', Number(text='-" in text


def _solves(trees: list[Node], values: Point, question: Question) -> bool | None:
    names = {str(one): value for one, value in values.items()}
    algebra = Exactly if question.domain == "real" else Complexly
    verdict: bool | None = True
    for tree in trees:
        try:
            zero = is_zero(fold(tree, algebra(names)))
        except Outside:
            return False
        except (Undecided, KeyError, TypeError, ValueError, AttributeError):
            zero = None
        if zero is False:
            return False
        verdict = verdict if zero else None
    return verdict


def _may_be_real(values: Point) -> bool:
    for value in values.values():
        real, imaginary = sympy.N(value, 30).as_real_imag()
        if abs(imaginary) > sympy.Float("1e-25") * (1 + abs(real)):
            return False
    return True


def _place(value: Any) -> tuple[float, float]:
    if value.free_symbols:
        return 0.0, 0.0
    real, imaginary = sympy.N(value).as_real_imag()
    return float(real), float(imaginary)
