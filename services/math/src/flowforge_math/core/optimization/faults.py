"""Why an optimization has no answer."""

from servicekit import InvalidInput


class Infeasible(InvalidInput):
    code = "OPTIMIZATION_INFEASIBLE"
    message = "No values fulfil all of '{field}' together."


class Unbounded(InvalidInput):
    code = "OPTIMIZATION_UNBOUNDED"
    message = "The objective has no best value: '{field}' lets it grow without end."


class WrongProblem(InvalidInput):
    code = "OPTIMIZATION_NOT_SUITABLE"
    message = "'{field}' does not suit: {reason}."


class NotConverged(InvalidInput):
    code = "OPTIMIZATION_NOT_CONVERGED"
    message = "'{field}' led to no result: {reason}."


class UnreadableProgram(InvalidInput):
    code = "LINEAR_PROGRAM_UNREADABLE"
    message = "'file' cannot be read as a linear program in the MPS format: {reason}."
