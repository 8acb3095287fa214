"""What can be wrong with a table. The field is `file` and, for names of columns, `columns`."""

from servicekit import InvalidInput, OperationError, ResourceLimit, Unsupported


class UnreadableTable(InvalidInput):
    code = "TABLE_UNREADABLE"
    message = "'file' cannot be read as {format}: {reason}."


class UnsupportedTable(Unsupported):
    code = "TABLE_FORMAT_UNSUPPORTED"
    message = "'file' is {found}: send CSV, XLSX, Parquet, NDJSON or JSON."


class UnknownColumn(InvalidInput):
    code = "COLUMN_UNKNOWN"
    message = "'columns' names '{name}', which the file does not have; it has {known}."


class UnknownSheet(InvalidInput):
    code = "SHEET_UNKNOWN"
    message = "'sheet' names '{name}', which the workbook does not have; it has {known}."


class TooManyColumns(ResourceLimit):
    code = "TOO_MANY_COLUMNS"
    message = "The file has {count} columns, and at most {limit} are read: name those wanted in 'columns'."


class TableTooLarge(ResourceLimit):
    code = "TABLE_TOO_LARGE"
    message = "'file' is too large to be read as {format}: {reason}."


TABLE_FAULTS: tuple[type[OperationError], ...] = (
    TableTooLarge,
    TooManyColumns,
    UnknownColumn,
    UnknownSheet,
    UnreadableTable,
    UnsupportedTable,
)
