"""Types that lose nothing: a text column is cast only if every cell would come back as the same text.

Neither leading zeros nor trailing ones, no sign without need, no exponent, no digit over those of a double.
The checks look at whole columns and not at the patterns of cells, which is three times as fast.
"""

from typing import Final, Literal

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from flowforge_data.core.tables.buffers import bytes_of

ColumnType = Literal["text", "integer", "number", "boolean", "date", "datetime"]
_DIGITS: Final = 18
_NUMBER_CHARACTERS: Final = 16
_LARGEST: Final = 1e15
_SMALLEST: Final = 1e-4  # less is written with an exponent
_DATETIME: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}$"


def exactly(series: pl.Series, kind: ColumnType) -> pl.Series | None:
    """Return *series*, a text column, as *kind*; None if a cell would not come back as the same text."""
    match kind:
        case "integer":
            return _integers(series)
        case "number":
            return _numbers(series)
        case "boolean":
            return (series == "true") if series.drop_nulls().is_in(["true", "false"]).all() else None
        case "date":
            return _dates(series)
        case "datetime":
            return _moments(series)
        case _:
            return series


def _integers(series: pl.Series) -> pl.Series | None:
    longest = int(series.str.len_bytes().max() or 0)  # type: ignore[arg-type] # of integers
    if longest > _DIGITS + 1 or _has_needless_signs(series):
        return None
    values = series.cast(pl.Int64, strict=False)
    if values.null_count() != series.null_count():
        return None
    if longest > _DIGITS and bool((values.abs() >= 10**_DIGITS).any()):
        return None
    zeros = series.str.starts_with("0")
    return None if zeros.any() and (series.filter(zeros) != "0").any() else values


def _numbers(series: pl.Series) -> pl.Series | None:
    if int(series.str.len_bytes().max() or 0) > _NUMBER_CHARACTERS:  # type: ignore[arg-type] # of integers
        return None
    doubles = plain_decimals(series)
    if doubles is None or _has_needless_zeros(series):
        return None
    sizes = doubles.abs()
    within = (sizes < _LARGEST) & ((sizes >= _SMALLEST) | (sizes == 0))
    return doubles if within.all() else None


def plain_decimals(series: pl.Series) -> pl.Series | None:
    """Return the numbers of a text column; None if it holds anything but digits, points and signs."""
    cells = bytes_of(series)
    if not _are_digits_and_marks(cells.text):
        return None
    try:
        doubles = pl.from_arrow(cells.column.cast(pa.float64()))
    except pa.ArrowInvalid:
        return None
    assert isinstance(doubles, pl.Series)  # noqa: S101 - one column
    return doubles.alias(series.name)


def _has_needless_signs(series: pl.Series) -> bool:
    return bool((series.str.starts_with("+") | series.str.starts_with("-0")).any())


def _has_needless_zeros(series: pl.Series) -> bool:
    """Return whether a number of digits and marks is not as short as it can be."""
    zeros = series.str.starts_with("0") | series.str.starts_with("-0")
    if zeros.any():
        begun = series.filter(zeros)
        if not ((begun == "0") | begun.str.starts_with("0.") | begun.str.starts_with("-0.")).all():
            return True
    bare = series.str.starts_with(".") | series.str.starts_with("-.") | series.str.ends_with(".")
    ended = series.filter(series.str.ends_with("0"))
    return bool(bare.any() or ended.str.contains(".", literal=True).any())


def _are_digits_and_marks(text: NDArray[np.uint8]) -> bool:
    """Return whether all bytes are digits, "-" or ".": neighbors in ASCII, with "/" between them."""
    within = text - ord("-") <= ord("9") - ord("-")  # smaller bytes wrap around
    return bool((within & (text != ord("/"))).all())


def _dates(series: pl.Series) -> pl.Series | None:
    try:
        found = pl.from_arrow(bytes_of(series).column.cast(pa.date32()))
    except pa.ArrowInvalid:
        return None
    assert isinstance(found, pl.Series)  # noqa: S101 - one column
    return found.alias(series.name)


def _moments(series: pl.Series) -> pl.Series | None:
    if not series.drop_nulls().str.contains(_DATETIME).all():
        return None
    text = series.str.replace("T", " ", literal=True)
    found = text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    return found if found.null_count() == series.null_count() else None
