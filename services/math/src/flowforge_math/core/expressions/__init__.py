"""Expressions in text, read into a bounded tree that cannot do anything but arithmetic.

Nothing here calls eval, compile or a library's own parser: the text is parsed to Python's syntax tree, and
every node of it must be on an allow-list.
"""

from flowforge_math.core.expressions.faults import (
    DisallowedExpression,
    ExpressionTooComplex,
    MalformedExpression,
    NumberTooLarge,
    UndefinedResult,
    UnknownFunction,
    UnknownName,
)
from flowforge_math.core.expressions.grammar import Expression, parse
from flowforge_math.core.expressions.tree import Algebra, fold

__all__ = [
    "Algebra",
    "DisallowedExpression",
    "Expression",
    "ExpressionTooComplex",
    "MalformedExpression",
    "NumberTooLarge",
    "UndefinedResult",
    "UnknownFunction",
    "UnknownName",
    "fold",
    "parse",
]
