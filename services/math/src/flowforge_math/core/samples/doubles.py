"""Cells of a column as doubles: numbers as they came, or as people write them."""

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
MISSING: Final = frozenset({"", "NA", "N/A", "NaN", "nan", "null", "None", "-"})
MANY: Final = 10_000
_PLAIN: Final = frozenset({int, float, bool, type(None)})
_WRITTEN: Final = frozenset({str, type(None)})


def doubles_of(values: list[Any], mark: str) -> Doubles:
    """Return one double a cell, NaN for what is empty or no number. *mark* is the decimal one of texts."""
    kinds = set(map(type, values))
    if kinds <= _PLAIN:
        try:
            return np.array(values, np.float64)
        except OverflowError:
            pass
    if len(values) > MANY and kinds <= _WRITTEN:
        return _of_texts(values, mark)
    return np.array([number_of(value, mark) for value in values], np.float64)


def _of_texts(values: list[Any], mark: str) -> Doubles:
    """Read many texts at once, and one by one only those that are not read so."""
    import polars as pl  # noqa: PLC0415 - a table of so many texts has loaded it

    texts = pl.Series(values, dtype=pl.String).str.strip_chars()
    if mark == ",":
        texts = texts.str.replace_all(",", ".", literal=True)
    found = texts.cast(pl.Float64, strict=False).fill_null(math.nan).to_numpy().copy()
    for place in np.flatnonzero(~np.isfinite(found)):
        found[place] = number_of(values[int(place)], mark)
    return found


def number_of(value: Any, mark: str) -> float:
    """Return one cell as a double, NaN if it is none."""
    if isinstance(value, bool) or value is None:
        return math.nan if value is None else float(value)
    if isinstance(value, str):
        text = value.strip().replace(",", ".") if mark == "," else value.strip()
        try:
            number = float(text) if "_" not in text else math.nan
        except ValueError:
            return math.nan
        return number if math.isfinite(number) else math.nan
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def empty(value: Any) -> bool:
    """Return whether a cell has no value."""
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or (isinstance(value, str) and value.strip() in MISSING)
