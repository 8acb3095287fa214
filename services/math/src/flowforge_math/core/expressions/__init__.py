"""Expressions in text, read into a bounded tree that cannot do anything but arithmetic.

Nothing here calls eval, compile or a library's own parser.
"""

from flowforge_math.core.expressions.expression import Expression, Statement, parse, parse_program
from flowforge_math.core.expressions.faults import (
    AmbiguousExpression,
    DisallowedExpression,
    EvaluationTooLong,
    ExpressionTooComplex,
    MalformedExpression,
    NumberTooLarge,
    ShapeMismatch,
    UndefinedResult,
    UnitMismatch,
    UnknownFunction,
    UnknownName,
)
from flowforge_math.core.expressions.operands import IMAGINARY_UNIT
from flowforge_math.core.expressions.tree import Algebra, fold

__all__ = [
    "IMAGINARY_UNIT",
    "Algebra",
    "AmbiguousExpression",
    "DisallowedExpression",
    "EvaluationTooLong",
    "Expression",
    "ExpressionTooComplex",
    "MalformedExpression",
    "NumberTooLarge",
    "ShapeMismatch",
    "Statement",
    "UndefinedResult",
    "UnitMismatch",
    "UnknownFunction",
    "UnknownName",
    "fold",
    "parse",
    "parse_program",
]
