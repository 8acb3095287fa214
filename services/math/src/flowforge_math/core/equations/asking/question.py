"""A question as it was asked: its relations, its unknowns, and its sides as expressions of sympy."""

from dataclasses import dataclass
from typing import Any, Literal

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras.symbols import CONSTANTS, KNOWN, Symbols
from flowforge_math.core.equations.asking.relation import Relation
from flowforge_math.core.equations.faults import UnknownsUnclear
from flowforge_math.core.expressions import IMAGINARY_UNIT, UnknownName, fold
from flowforge_math.core.expressions.tree import Chain, Node


@dataclass(frozen=True, slots=True)
class Question:
    equations: tuple[str, ...]
    unknowns: tuple[str, ...]
    domain: Literal["real", "complex"]
    method: Literal["auto", "symbolic", "numeric"]
    digits: int
    search: tuple[float, float]


def difference_tree(relation: Relation) -> Node:
    """Return the tree of left - right, as the caller wrote it."""
    return Chain(relation.left.root, (("-", relation.right.root),))


def unknowns_of(relations: list[Relation], question: Question) -> list[str]:
    constants = constants_of(question)
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


def build(
    relations: list[Relation], unknowns: list[str], question: Question
) -> tuple[dict[str, Any], list[Any]]:
    """Return the symbols by name, and the difference of the sides of each relation."""
    real = True if question.domain == "real" else None
    names = {*unknowns, *(name for relation in relations for name in relation.names)}
    constants = constants_of(question)
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


def constants_of(question: Question) -> dict[str, Any]:
    constants = {**CONSTANTS, IMAGINARY_UNIT: sympy.I}
    return {**constants, "i": sympy.I} if question.domain == "complex" else constants
