"""What can be wrong with a task of numerical analysis."""

from servicekit import InvalidInput


class NumericTask(InvalidInput):
    code = "NUMERIC_TASK_NOT_SUITABLE"
    message = "'{field}' does not suit: {reason}."


class NoConvergence(InvalidInput):
    code = "NUMERIC_NOT_CONVERGED"
    message = "'{field}' led to no result: {reason}."
