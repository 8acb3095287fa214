"""What can be wrong with a table. The field is `file` and, for names of columns, `columns`."""

from servicekit import InvalidInput, OperationError, ResourceLimit, TooLarge, Unsupported


class SourceFault:
    """A fault of a source. Its message says `file` until `name_field` names where the source came from."""

    text: str

    def name_field(self, field: str) -> None:
        self.text = self.text.replace("'file'", f"'{field}'", 1)


class UnreadableContent(SourceFault, InvalidInput):
    code = "CONTENT_UNREADABLE"
    message = "'file' cannot be read as {format}: {reason}."


class EmptyContent(SourceFault, InvalidInput):
    code = "CONTENT_EMPTY"
    message = "'file' has no content to read as {format}."


class NothingAfterSkippedRows(SourceFault, InvalidInput):
    code = "SKIP_ROWS_BEYOND_END"
    message = "'skip_rows' is {count}, and no row of 'file' is left after that."


class LineTooLong(SourceFault, TooLarge):
    code = "LINE_TOO_LONG"
    message = "Row {row} of 'file' is longer than {limit} MiB. A quotation mark may never be closed."


class TableTooWide(SourceFault, InvalidInput):
    code = "TABLE_TOO_WIDE"
    message = "'file' has a table of {count} columns; at most {limit} are processed."


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
    EmptyContent,
    LineTooLong,
    TableTooLarge,
    TableTooWide,
    TooManyColumns,
    UnknownColumn,
    UnknownSheet,
    UnreadableContent,
    UnsupportedTable,
)
