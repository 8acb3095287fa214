"""What can be wrong with a question of algebra or calculus."""

from flowforge_math.core.expressions import (
    AmbiguousExpression,
    DisallowedExpression,
    EvaluationTooLong,
    ExpressionTooComplex,
    MalformedExpression,
    NumberTooLarge,
    UndefinedResult,
    UnknownFunction,
    UnknownName,
)
from servicekit import InvalidInput, OperationError


class NoSymbolicResult(InvalidInput):
    code = "NO_SYMBOLIC_RESULT"
    message = "'{field}' has no result: {reason}."


READING: tuple[type[OperationError], ...] = (
    AmbiguousExpression,
    DisallowedExpression,
    EvaluationTooLong,
    ExpressionTooComplex,
    MalformedExpression,
    NoSymbolicResult,
    NumberTooLarge,
    UndefinedResult,
    UnknownFunction,
    UnknownName,
)
