"""What can be wrong with a time series."""

from servicekit import InvalidInput


class SeriesTooShort(InvalidInput):
    code = "SERIES_TOO_SHORT"
    message = "'values' has {count} numbers, and {least} are needed: {why}."


class SeriesUnsuitable(InvalidInput):
    code = "SERIES_NOT_SUITABLE"
    message = "'{field}' does not suit: {reason}."
