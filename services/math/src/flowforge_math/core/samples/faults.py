"""What can be wrong with samples."""

from flowforge_tables import TABLE_FAULTS
from servicekit import InvalidInput, OperationError


class SampleTooSmall(InvalidInput):
    code = "SAMPLE_TOO_SMALL"
    message = "'{field}' has {count} usable values, and {least} are needed{why}."


class ConstantSample(InvalidInput):
    code = "SAMPLE_CONSTANT"
    message = "'{field}' has the same value in every row: nothing can be concluded from it."


class ColumnLengths(InvalidInput):
    code = "COLUMN_LENGTHS_DIFFER"
    message = "'data' has columns of different lengths: {lengths}."


class NotNumeric(InvalidInput):
    code = "SAMPLE_NOT_NUMERIC"
    message = "'{field}' names '{name}', which has {count} values that are no numbers, such as {example!r}."


class UnsuitableSamples(InvalidInput):
    code = "SAMPLES_NOT_SUITABLE"
    message = "'{field}' does not suit: {reason}."


SAMPLE_FAULTS: tuple[type[OperationError], ...] = (
    ColumnLengths,
    ConstantSample,
    NotNumeric,
    SampleTooSmall,
    UnsuitableSamples,
    *TABLE_FAULTS,
)
