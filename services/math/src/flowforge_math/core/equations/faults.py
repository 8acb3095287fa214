"""What can be wrong with a question."""

from servicekit import InvalidInput


class MalformedEquation(InvalidInput):
    code = "EQUATION_MALFORMED"
    message = "'{field}' is no equation: {reason}."


class UnknownsUnclear(InvalidInput):
    code = "UNKNOWNS_UNCLEAR"
    message = "'unknowns' is needed: {reason}."


class NoMethod(InvalidInput):
    code = "NO_SOLUTION_METHOD"
    message = "No method is known for these equations: {advice}."
