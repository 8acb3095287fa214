"""Sums and products over whole numbers, in any algebra that can tell what a whole number is."""

from typing import Any, Protocol

from flowforge_math.core.expressions.faults import (
    DisallowedExpression,
    EvaluationTooLong,
    UndefinedResult,
)
from flowforge_math.core.expressions.operands import names_in
from flowforge_math.core.expressions.tree import Node, Repetition, fold


class Repeating(Protocol):
    """An algebra whose names can be bound for a while."""

    field: str
    names: dict[str, Any]
    given: frozenset[str]
    steps_left: int
    max_steps: int

    def number(self, text: str) -> Any: ...

    def operate(self, operator: str, left: Any, right: Any) -> Any: ...

    def whole(self, value: Any) -> int:
        """Return a bound as an integer. Raises UndefinedResult if it is none."""
        ...


def structure(node: Node, algebra: Any) -> Any:
    """Fold a sum or product; nothing else of structure has a meaning for single numbers."""
    if isinstance(node, Repetition):
        return repeat(node, algebra, algebra)
    raise DisallowedExpression(field=algebra.field, what="a matrix, a range or a quoted text", position=1)


def spend(algebra: Repeating, steps: int) -> None:
    """Count *steps* of calculation. Raises EvaluationTooLong when the request has used its share."""
    algebra.steps_left -= steps
    if algebra.steps_left < 0:
        raise EvaluationTooLong(field=algebra.field, limit=f"{algebra.max_steps:,}")


def repeat(node: Repetition, algebra: Repeating, folding: Any) -> Any:
    """Add or multiply the terms, folded by *folding*. Raises EvaluationTooLong if there are too many."""
    low, high = folding.whole(fold(node.low, folding)), folding.whole(fold(node.high, folding))
    if node.variable in algebra.given:
        reason = f"'{node.variable}' counts in a sum or product, and has a value in 'variables': rename one"
        raise UndefinedResult(field=algebra.field, reason=reason)
    if high - low >= algebra.max_steps:
        raise EvaluationTooLong(field=algebra.field, limit=f"{algebra.max_steps:,}")
    result = algebra.number("0" if node.operator == "+" else "1")
    shadowed = algebra.names.get(node.variable)
    size = len(names_in(node.body)) + 1
    try:
        for index in range(low, high + 1):
            spend(algebra, size)
            algebra.names[node.variable] = algebra.number(str(index))
            result = folding.operate(node.operator, result, fold(node.body, folding))
    finally:
        algebra.names.pop(node.variable, None)
        if shadowed is not None:
            algebra.names[node.variable] = shadowed
    return result
