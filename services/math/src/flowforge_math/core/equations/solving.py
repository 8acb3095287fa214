"""Choose a method for a question, and answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras.symbols import CONSTANTS, KNOWN, Symbols
from flowforge_math.core.equations import numeric, sets
from flowforge_math.core.equations.faults import NoMethod, UnknownsUnclear
from flowforge_math.core.equations.relation import Relation, read_relation
from flowforge_math.core.equations.solution import Solution, point
from flowforge_math.core.expressions import UnknownName, fold
from flowforge_math.core.expressions.operands import IMAGINARY_UNIT

MAX_SYMBOLIC_DEGREE: Final = 10


@dataclass(frozen=True, slots=True)
class Question:
    equations: tuple[str, ...]
    unknowns: tuple[str, ...]
    domain: Literal["real", "complex"]
    method: Literal["auto", "symbolic", "numeric"]
    digits: int
    search: tuple[float, float]


def solve(question: Question) -> Solution:
    """Answer *question*. Raises the faults of expressions and equations."""
    relations = [read_relation(text, f"equations[{index}]") for index, text in enumerate(question.equations)]
    names = _unknowns(relations, question)
    symbols, differences = _build(relations, names, question)
    signs = [relation.sign for relation in relations]
    unknowns = [symbols[name] for name in names]
    if any(sign != "=" for sign in signs):
        return _inequalities(differences, signs, unknowns, question)
    differences = [one for one in differences if one != 0]
    if any(not one.has(*unknowns) for one in differences):
        return sets.empty(unknowns)
    if not differences:
        return sets.everything(unknowns)
    return _equations(differences, unknowns, question)


def _equations(differences: list[Any], unknowns: list[Any], question: Question) -> Solution:
    if len(differences) == len(unknowns) == 1 and question.method != "numeric":
        if _is_steep(differences[0], unknowns[0]):
            return _numeric(differences, unknowns, question)
        found = sets.one_equation(differences[0], unknowns[0], question.domain, question.digits)
        if found is not None:
            return found
    if question.method == "numeric":
        return _numeric(differences, unknowns, question)
    points = _symbolic(differences, unknowns)
    real = points if question.domain == "complex" else [one for one in points if _may_be_real(one)]
    complete = all(one.is_polynomial(*unknowns) for one in differences)
    if not real and not (complete and (points or _is_contradiction(differences, unknowns))):
        if question.method == "symbolic":
            raise NoMethod(advice="try the method 'numeric'")
        return _numeric(differences, unknowns, question)
    solutions = [point(unknowns, values, question.digits) for values in real]
    return Solution([str(one) for one in unknowns], solutions, complete=complete)


def _numeric(differences: list[Any], unknowns: list[Any], question: Question) -> Solution:
    digits, search = question.digits, question.search
    if len(differences) == len(unknowns) == 1:
        return numeric.one_equation(differences[0], unknowns[0], question.domain, digits, search)
    found = numeric.several_equations(differences, unknowns, question.domain, digits, search)
    if not found:
        raise NoMethod(advice="no numeric solution was found from 'search_low' to 'search_high' either")
    solutions = [point(unknowns, values, digits) for values in found]
    return Solution([str(one) for one in unknowns], solutions, method="numeric", complete=False)


def _is_contradiction(differences: list[Any], unknowns: list[Any]) -> bool:
    """Tell whether no complex numbers solve these polynomials: their ideal is then everything (Hilbert)."""
    return bool(sympy.groebner(differences, *unknowns).exprs == [1])


def _symbolic(differences: list[Any], unknowns: list[Any]) -> list[dict[Any, Any]]:
    """Return the points that sympy finds, none if it knows no method.

    Told that the unknowns are real, it drops roots of polynomials that it cannot prove to be real: those are
    solved among the complex numbers, and the caller leaves out what is not real.
    """
    polynomial = all(one.is_polynomial(*unknowns) for one in differences)
    general = {one: sympy.Dummy(one.name) if polynomial else one for one in unknowns}
    back = {dummy: one for one, dummy in general.items()}
    try:
        found = sympy.solve([one.subs(general) for one in differences], list(back), dict=True)
    except NotImplementedError:
        return []
    return [{back[one]: value.subs(back) for one, value in values.items()} for values in found]


def _may_be_real(values: dict[Any, Any]) -> bool:
    for value in values.values():
        if value.free_symbols:
            continue
        real, imaginary = sympy.N(value, 30).as_real_imag()
        if abs(imaginary) > sympy.Float("1e-25") * (1 + abs(real)):
            return False
    return True


def _inequalities(
    differences: list[Any], signs: Sequence[str], unknowns: list[Any], question: Question
) -> Solution:
    if len(unknowns) != 1:
        raise NoMethod(advice="inequalities are solved for one unknown")
    if question.domain == "complex":
        raise NoMethod(advice="inequalities need the domain 'real'")
    if question.method == "numeric":
        raise NoMethod(advice="inequalities are solved by the method 'symbolic'")
    if any(one.free_symbols - set(unknowns) for one in differences):
        raise NoMethod(advice="inequalities with parameters have no general answer; give them numbers")
    return sets.inequalities(differences, signs, unknowns[0], question.digits)


def _is_steep(difference: Any, unknown: Any) -> bool:
    """Tell whether its roots are those of a polynomial of high degree, which have no useful exact form."""
    if difference.free_symbols != {unknown}:
        return False
    numerator = sympy.fraction(sympy.together(difference))[0]
    return bool(numerator.is_polynomial(unknown) and sympy.degree(numerator, unknown) > MAX_SYMBOLIC_DEGREE)


def _unknowns(relations: list[Relation], question: Question) -> list[str]:
    constants = _constants(question)
    names = sorted({name for relation in relations for name in relation.names})
    free = [name for name in names if name not in constants or name in question.unknowns]
    if question.unknowns:
        for name in question.unknowns:
            if name not in free:
                raise UnknownsUnclear(reason=f"it names '{name}', which no equation has")
        return list(dict.fromkeys(question.unknowns))
    if not free:
        raise UnknownsUnclear(reason="no equation has an unknown")
    if len(free) > len(relations) and any(relation.sign == "=" for relation in relations):
        listed = ", ".join(free)
        raise UnknownsUnclear(
            reason=f"there are more names ({listed}) than equations; say which to solve for"
        )
    return free


def _build(
    relations: list[Relation], unknowns: list[str], question: Question
) -> tuple[dict[str, Any], list[Any]]:
    real = True if question.domain == "real" else None
    names = {*unknowns, *(name for relation in relations for name in relation.names)}
    constants = _constants(question)
    symbols = {
        name: sympy.Symbol(name, real=real) for name in names if name not in constants or name in unknowns
    }
    known = {**constants, **symbols}
    differences = []
    for index, relation in enumerate(relations):
        algebra = Symbols(f"equations[{index}]", known)
        for side in (relation.left, relation.right):
            if question.domain == "real" and IMAGINARY_UNIT in side.names:
                hint = "imaginary numbers need the domain 'complex'"
                position = side.names[IMAGINARY_UNIT]
                raise UnknownName(field=side.field, name=IMAGINARY_UNIT, position=position, hint=hint)
            side.require_calls(KNOWN)
        differences.append(fold(relation.left.root, algebra) - fold(relation.right.root, algebra))
    return symbols, differences


def _constants(question: Question) -> dict[str, Any]:
    constants = {**CONSTANTS, IMAGINARY_UNIT: sympy.I}
    return {**constants, "i": sympy.I} if question.domain == "complex" else constants
