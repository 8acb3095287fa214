"""What can be wrong with a table."""

from servicekit import InvalidInput, ResourceLimit, Unsupported


class UnreadableTable(InvalidInput):
    code = "TABLE_UNREADABLE"
    message = "'file' cannot be read as {format}: {reason}."


class UnsupportedTable(Unsupported):
    code = "TABLE_FORMAT_UNSUPPORTED"
    message = "'file' is {found}: send CSV, NDJSON or Parquet."


class UnknownColumn(InvalidInput):
    code = "COLUMN_UNKNOWN"
    message = "'columns' names '{name}', which the file does not have; it has {known}."


class TooManyColumns(ResourceLimit):
    code = "TOO_MANY_COLUMNS"
    message = (
        "The file has {count} columns, and at most {limit} are described: name those wanted in 'columns'."
    )


class NoNumbers(InvalidInput):
    code = "NO_NUMBERS"
    message = "'{field}' has no number to describe: {reason}."
