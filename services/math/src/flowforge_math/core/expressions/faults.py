"""What can be wrong with an expression. `field` is where the caller wrote it."""

from servicekit import InvalidInput, ResourceLimit


class MalformedExpression(InvalidInput):
    code = "EXPRESSION_MALFORMED"
    message = "'{field}' cannot be read at character {position}: {reason}."


class AmbiguousExpression(InvalidInput):
    code = "EXPRESSION_AMBIGUOUS"
    message = "'{field}' has two readings at character {position}: write {first} or {second}."


class DisallowedExpression(InvalidInput):
    code = "EXPRESSION_NOT_ALLOWED"
    message = (
        "'{field}' has {what} at character {position}: allowed are numbers, names, + - * / // % ^ !, "
        "comparisons, 'and', 'or', 'not', 'a if b else c', matrices such as [1, 2; 3, 4] and calls of the "
        "listed functions."
    )


class ExpressionTooComplex(ResourceLimit):
    code = "EXPRESSION_TOO_COMPLEX"
    message = "'{field}' has more than {limit}: split it into smaller expressions."


class UnknownName(InvalidInput):
    code = "EXPRESSION_NAME_UNKNOWN"
    message = "'{field}' uses '{name}' at character {position}, which has no value: {hint}."


class UnknownFunction(InvalidInput):
    code = "EXPRESSION_FUNCTION_UNKNOWN"
    message = "'{field}' calls '{name}' at character {position}: {hint}."


class UndefinedResult(InvalidInput):
    code = "RESULT_UNDEFINED"
    message = "'{field}' has no result: {reason}."


class NumberTooLarge(ResourceLimit):
    code = "NUMBER_TOO_LARGE"
    message = "'{field}' leads to a number that is too large: {limit}."


class EvaluationTooLong(ResourceLimit):
    code = "EVALUATION_TOO_LONG"
    message = "'{field}' needs more than {limit} steps of calculation in one request: use fewer repetitions."


class UnitMismatch(InvalidInput):
    code = "UNITS_MISMATCH"
    message = "'{field}' combines units that do not match: {reason}."


class ShapeMismatch(InvalidInput):
    code = "MATRIX_SHAPE_MISMATCH"
    message = "'{field}' combines matrices whose sizes do not match: {reason}."
