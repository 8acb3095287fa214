"""Read numbers from a column: from texts as people write them, or from typed values."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
_CURRENCY: Final = r"^\s*(?:[$€£¥]|USD|EUR|GBP|CHF)\s*|\s*(?:[$€£¥]|USD|EUR|GBP|CHF)\s*$"
_GROUPS: Final = {
    ".": r"^[+-]?\d{1,3}(?:[,'’\u00a0\u202f ]\d{3})+(?:\.\d*)?$",  # noqa: RUF001 - the apostrophe of Swiss figures
    ",": r"^[+-]?\d{1,3}(?:[.'’\u00a0\u202f ]\d{3})+(?:,\d*)?$",  # noqa: RUF001 - likewise
}
_SEPARATORS: Final = {".": r"[,'’\u00a0\u202f ]", ",": r"[.'’\u00a0\u202f ]"}  # noqa: RUF001 - likewise


@dataclass(frozen=True, slots=True)
class Numbers:
    """One double a row, NaN where there is none; of those, `missing` rows were empty."""

    values: Doubles
    missing: int


def numbers_of(
    series: pl.Series, decimal_mark: Literal[".", ","] = ".", missing: frozenset[str] = frozenset()
) -> Numbers:
    """Return the numbers of a column. What is neither a number nor empty is NaN, and not counted as missing.

    Thousands may be grouped in threes by the other mark, a blank or an apostrophe, and a currency sign may
    stand before or behind. `1.5` is no number where the mark is a comma: it could be 15 or one and a half.
    """
    if series.dtype == pl.String:
        series = _as_written(series, decimal_mark, missing)
    elif not series.dtype.is_numeric():
        return Numbers(np.full(len(series), np.nan), series.null_count())
    doubles = series.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
    return Numbers(doubles, series.null_count())


def _as_written(series: pl.Series, mark: Literal[".", ","], missing: frozenset[str]) -> pl.Series:
    """Bring numbers into the form that polars reads; what is empty becomes null."""
    field = pl.col("field").str.strip_chars()
    frame = pl.DataFrame({"field": series}).select(
        pl.when(~field.is_in(["", *missing])).then(field).alias("field")
    )
    field = pl.col("field")
    if series.str.contains_any(["$", "€", "£", "¥", "USD", "EUR", "GBP", "CHF"]).any():
        frame = frame.select(field.str.replace_all(_CURRENCY, "").alias("field"))
    grouped = field.str.contains(_GROUPS[mark])
    frame = frame.select(
        pl.when(grouped).then(field.str.replace_all(_SEPARATORS[mark], "")).otherwise(field).alias("field")
    )
    if mark == ",":
        point = field.str.contains(".", literal=True)
        frame = frame.select(
            pl.when(point)
            .then(pl.lit("not a number"))
            .otherwise(field.str.replace(",", ".", literal=True))
            .alias("field")
        )
    return frame.to_series()
