"""Choose a method for a question, and answer it."""

from dataclasses import replace
from typing import Any, Final

from flowforge_math.core.equations.answering.several import solve_complex, solve_inequalities, solve_system
from flowforge_math.core.equations.answering.single import solve_single, solve_with_parameters
from flowforge_math.core.equations.answering.steps import steps_of
from flowforge_math.core.equations.asking.question import Question, build, difference_tree, unknowns_of
from flowforge_math.core.equations.asking.relation import read_relation
from flowforge_math.core.equations.faults import NoMethod
from flowforge_math.core.equations.solution import Solution
from flowforge_math.core.equations.timing import OutOfTime, limited
from flowforge_math.core.expressions.operands import names_in

__all__ = ["Question", "solve"]
SECONDS: Final = 14.0


def solve(question: Question) -> Solution:
    """Answer *question* within a time. Raises the faults of expressions and equations."""
    try:
        return limited(SECONDS, lambda: _solved(question))
    except OutOfTime as error:
        raise NoMethod(advice=f"none led to a result within {SECONDS:g} seconds") from error


def _solved(question: Question) -> Solution:
    relations = [read_relation(text, f"equations[{index}]") for index, text in enumerate(question.equations)]
    names = unknowns_of(relations, question)
    symbols, differences = build(relations, names, question)
    trees = [difference_tree(relation) for relation in relations]
    signs = [relation.sign for relation in relations]
    unknowns = [symbols[name] for name in names]
    if any(sign != "=" for sign in signs):
        return solve_inequalities(trees, differences, signs, unknowns, question)
    if len(trees) == len(unknowns) == 1:
        return _one(trees[0], differences[0], unknowns[0], question)
    if any(one != 0 and not one.has(*unknowns) for one in differences):
        return Solution(names)
    if all(one == 0 for one in differences):
        plain = not any((names_in(tree) and "Call(" in repr(tree)) or "'/'" in repr(tree) for tree in trees)
        return Solution(names, unlimited=True, complete=plain)
    return solve_system(trees, differences, unknowns, question)


def _one(tree: Any, difference: Any, unknown: Any, question: Question) -> Solution:
    if question.domain == "complex":
        return solve_complex(tree, difference, unknown, question)
    if difference.free_symbols - {unknown}:
        return solve_with_parameters(tree, difference, unknown, question)
    solution = solve_single(tree, difference, unknown, question)
    if solution.unlimited or not solution.complete or solution.method != "symbolic":
        return solution
    return replace(solution, steps=steps_of(difference, unknown, solution))
