"""What can be wrong with an expression. `field` is where the caller wrote it."""

from servicekit import InvalidInput, ResourceLimit


class MalformedExpression(InvalidInput):
    code = "EXPRESSION_MALFORMED"
    message = "'{field}' cannot be read at character {position}: {reason}."


class DisallowedExpression(InvalidInput):
    code = "EXPRESSION_NOT_ALLOWED"
    message = (
        "'{field}' has {what} at character {position}: allowed are numbers, names, + - * / // % ^, "
        "comparisons, 'and', 'or', 'not', 'a if b else c' and calls of the listed functions."
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
