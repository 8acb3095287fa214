"""What can be wrong with the numbers of a table."""

from servicekit import InvalidInput


class NoNumbers(InvalidInput):
    code = "NO_NUMBERS"
    message = "'{field}' has no number to describe: {reason}."
