"""What can be wrong with a file that should hold a table or a document."""

from flowforge_tables import (
    EmptyContent,
    LineTooLong,
    NothingAfterSkippedRows,
    SourceFault,
    TableTooWide,
    UnreadableContent,
)
from servicekit import InvalidInput, ResourceLimit, Unsupported


class UnknownFormat(SourceFault, Unsupported):
    code = "FORMAT_UNKNOWN"
    message = "The format of 'file' could not be detected{hint}: name it in 'from', for example \"csv\"."


class UnknownColumn(InvalidInput):
    code = "COLUMN_NOT_FOUND"
    message = "'{field}' names the column '{name}', which the table does not have. Its columns are: {known}."


class NestedTooDeep(SourceFault, InvalidInput):
    code = "NESTED_TOO_DEEP"
    message = "'file' is nested deeper than {limit} levels, which is more than a document needs."


class FlatKeysRepeat(InvalidInput):
    code = "FLAT_KEYS_REPEAT"
    message = "Two values would get the key '{key}' when the document is flattened: rename one of them."


class KeysConflict(InvalidInput):
    code = "KEYS_CONFLICT"
    message = "The key '{key}' cannot be unfolded: '{other}' is already there, and both cannot be."


class NoTable(SourceFault, InvalidInput):
    code = "NO_TABLE"
    message = (
        "'file' holds no list of rows{where}. Name the list in 'record_path', for example \"data.items\"."
    )


class UnknownSheet(InvalidInput):
    code = "SHEET_NOT_FOUND"
    message = "'sheet' names {name}, which the workbook does not have. Its sheets are: {known}."


class UnknownTable(SourceFault, InvalidInput):
    code = "TABLE_UNKNOWN"
    message = "'sheet' asks for table {number}, and 'file' has {count}."


class TooManyRows(ResourceLimit):
    code = "SHEET_FULL"
    message = "A sheet holds at most {limit} rows: convert to CSV or Parquet instead, or split the table."


class NotAnObject(InvalidInput):
    code = "NOT_AN_OBJECT"
    message = "{format} holds an object at the top, and this document is {found}: put it under a key first."


class NotRepresentable(InvalidInput):
    code = "VALUE_NOT_REPRESENTABLE"
    message = "{format} cannot hold {found}."


class UnknownEncoding(InvalidInput):
    code = "ENCODING_UNKNOWN"
    message = (
        "'encoding' is {name}, which is not known: use one such as utf-8, utf-16, windows-1252 or shift_jis."
    )


class RowsRejected(SourceFault, InvalidInput):
    code = "ROWS_REJECTED"
    message = (
        "{count} rows of 'file' were rejected; the first is row {row}: {reason}. "
        'Set \'rejects\' to "skip" or "zip" to go on without them.'
    )


class InvalidExpression(InvalidInput):
    code = "EXPRESSION_INVALID"
    message = "'{field}' is no expression: {reason}. It was: {text}."


class ExpressionFailed(InvalidInput):
    code = "EXPRESSION_FAILED"
    message = "'{field}' cannot be evaluated on this table: {reason}. It was: {text}."


class InvalidCondition(InvalidInput):
    code = "CONDITION_INVALID"
    message = "The condition '{operator}' on the column '{column}' cannot be used: {reason}."


class ColumnExists(InvalidInput):
    code = "COLUMN_EXISTS"
    message = "The result would have two columns of one name. Rename one of them first."


class StepFailed(InvalidInput):
    code = "STEP_FAILED"
    message = "The step '{step}' does not fit this table: the types of its columns do not allow it."


class NotNumeric(InvalidInput):
    code = "COLUMN_NOT_NUMERIC"
    message = (
        "'{field}' needs numbers, and the column '{name}' holds {found}. 'column_types' can change that."
    )


class MissingTable(InvalidInput):
    code = "TABLE_MISSING"
    message = (
        "Step {step} ({operation}) needs a second table: send one in 'others' for each such step, in order."
    )


class PipelineStepFailed(InvalidInput):
    code = "PIPELINE_STEP_FAILED"
    message = "Step {step} ({operation}) failed: {reason}."


READING = (
    UnreadableContent,
    LineTooLong,
    EmptyContent,
    NothingAfterSkippedRows,
    UnknownFormat,
    UnknownEncoding,
    UnknownSheet,
    UnknownTable,
    TableTooWide,
    NestedTooDeep,
    FlatKeysRepeat,
    NoTable,
)
STEPS = (
    UnknownColumn,
    InvalidExpression,
    ExpressionFailed,
    InvalidCondition,
    ColumnExists,
    StepFailed,
    NotNumeric,
)
WRITING = (TooManyRows, NotAnObject, NotRepresentable, RowsRejected)

CHANGING = (*READING, *STEPS, *WRITING)
