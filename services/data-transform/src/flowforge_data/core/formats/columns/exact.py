"""Types that lose nothing: a text column is cast only if every cell would come back as the same text.

Neither leading zeros nor trailing ones, no sign without need, no exponent, no digit over those of a double.
The checks look at whole columns and not at the patterns of cells, which is three times as fast.
"""

from typing import Final, Literal

import numpy as np
import polars as pl
import pyarrow as pa

from flowforge_data.core.formats.columns.buffers import Bytes, TextBytes, bytes_of

ColumnType = Literal["text", "integer", "number", "boolean", "date", "datetime"]
_DIGITS: Final = 18
_NUMBER_CHARACTERS: Final = 16
_LARGEST: Final = 1e15
_SMALLEST: Final = 1e-4  # less is written with an exponent
_LONGER_THAN_A_SIGN_AND_A_DIGIT: Final = 3
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
            return _cast(bytes_of(series).column, pa.date32(), series.name)
        case "datetime":
            return _moments(series)
        case _:
            return series


def _integers(series: pl.Series) -> pl.Series | None:
    cells = bytes_of(series)
    if cells.longest > _DIGITS + 1 or _has_needless_zeros(cells) or (cells.first == ord("+")).any():
        return None
    values = _cast(cells.column, pa.int64(), series.name)
    if values is not None and cells.longest > _DIGITS and bool((values.abs() >= 10**_DIGITS).any()):
        return None
    return values


def _numbers(series: pl.Series) -> pl.Series | None:
    cells = bytes_of(series)
    if (
        cells.longest > _NUMBER_CHARACTERS
        or _has_needless_zeros(cells)
        or _has_needless_points(cells, series)
    ):
        return None
    doubles = _plain_decimals(cells, series.name)
    if doubles is None:
        return None
    sizes = doubles.abs().to_numpy()
    within = (sizes < _LARGEST) & ((sizes >= _SMALLEST) | (sizes == 0)) | np.isnan(sizes)
    return doubles if within.all() else None


def plain_decimals(series: pl.Series) -> pl.Series | None:
    """Return the numbers of a text column; None if it holds anything but digits, points and signs."""
    return _plain_decimals(bytes_of(series), series.name)


def _plain_decimals(cells: TextBytes, name: str) -> pl.Series | None:
    return _cast(cells.column, pa.float64(), name) if _are_digits_and_marks(cells.text) else None


def _cast(column: pa.Array, kind: pa.DataType, name: str) -> pl.Series | None:
    try:
        found = pl.from_arrow(column.cast(kind))
    except pa.ArrowInvalid:
        return None
    assert isinstance(found, pl.Series)  # noqa: S101 - one column
    return found.alias(name)


def _has_needless_zeros(cells: TextBytes) -> bool:
    """Return whether a zero stands before another digit, or is negative."""
    zero, point, lengths = ord("0"), ord("."), cells.ends - cells.begins
    first, second = cells.first, cells.second
    after = (first == zero) & (lengths > 1) & (second != point)
    negative = (first == ord("-")) & (second == zero)
    if negative.any():
        third = cells.text[np.minimum(cells.begins + 2, cells.ends - 1)]
        after |= negative & ((lengths < _LONGER_THAN_A_SIGN_AND_A_DIGIT) | (third != point))
    return bool(after.any())


def _has_needless_points(cells: TextBytes, series: pl.Series) -> bool:
    """Return whether a point begins or ends a number, or has zeros behind it that could be left out."""
    point, first = ord("."), cells.first
    if ((first == point) | (cells.last == point) | (first == ord("-")) & (cells.second == point)).any():
        return True
    if not ((cells.last == ord("0")) & (cells.ends - cells.begins > 1)).any():
        return False
    return bool(series.filter(series.str.ends_with("0")).str.contains(".", literal=True).any())


def _are_digits_and_marks(text: Bytes) -> bool:
    """Return whether all bytes are digits, "-" or ".": neighbors in ASCII, with "/" between them."""
    within = text - ord("-") <= ord("9") - ord("-")  # smaller bytes wrap around
    return bool((within & (text != ord("/"))).all())


def _moments(series: pl.Series) -> pl.Series | None:
    if not series.drop_nulls().str.contains(_DATETIME).all():
        return None
    text = series.str.replace("T", " ", literal=True)
    found = text.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    return found if found.null_count() == series.null_count() else None
