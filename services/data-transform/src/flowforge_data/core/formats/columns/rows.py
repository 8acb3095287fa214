"""Rows as JSON objects to frames and back; what JSON can hold and a column cannot is told."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import msgspec
import polars as pl

from flowforge_data.core.faults import FlatKeysRepeat

MAX_INTEGER: Final = (1 << 63) - 1
EXACT_DIGITS: Final = 15
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


def frame_of(rows: Sequence[Mapping[str, Any]], warnings: list[str]) -> pl.DataFrame:
    """Return a frame with a column a key, in the order of first appearance; absent keys are null.

    Objects and lists become JSON text. A column of several types, or of integers over 64 bits, becomes text.
    """
    names = list(dict.fromkeys(key for row in rows for key in row))
    columns = [_column(name, [row.get(name) for row in rows], warnings) for name in names]
    return pl.DataFrame(columns) if columns else pl.DataFrame()


def _column(name: str, values: list[Any], warnings: list[str]) -> pl.Series:
    kinds = {kind_of(value) for value in values if value is not None}
    if kinds <= {"integer", "number"} and kinds:
        return _numbers(name, values, kinds, warnings)
    dtype = {"boolean": pl.Boolean, "date": pl.Date, "datetime": pl.Datetime("us")}
    if len(kinds) == 1 and (kind := next(iter(kinds))) in dtype:
        return pl.Series(name, [_naive(value) for value in values], dtype=dtype[kind])  # type: ignore[arg-type] # of the three
    if len(kinds) > 1:
        listed = ", ".join(sorted(kinds))
        warnings.append(f"the column '{name}' holds several types ({listed}) and became text")
    return pl.Series(name, [None if value is None else as_text(value) for value in values], dtype=pl.String)


def _numbers(name: str, values: list[Any], kinds: set[str], warnings: list[str]) -> pl.Series:
    present = [value for value in values if value is not None]
    if any(isinstance(value, int) and abs(value) > MAX_INTEGER for value in present):
        warnings.append(f"the column '{name}' holds integers over 64 bits and became text")
        return pl.Series(
            name, [None if value is None else as_text(value) for value in values], dtype=pl.String
        )
    if kinds == {"integer"}:
        return pl.Series(name, values, dtype=pl.Int64)
    if any(isinstance(value, int) and abs(value) > 1 << 53 for value in present):
        warnings.append(f"the column '{name}' holds decimals and integers over 2^53 and became text")
        return pl.Series(
            name, [None if value is None else as_text(value) for value in values], dtype=pl.String
        )
    return pl.Series(name, [None if value is None else float(value) for value in values], dtype=pl.Float64)


def kind_of(value: Any) -> str:  # noqa: PLR0911 - one line a kind
    """Return what a JSON value is, in the words of the answers."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float() | Decimal():
            return "number"
        case dt.datetime():
            return "datetime"
        case dt.date():
            return "date"
        case dict():
            return "object"
        case list() | tuple():
            return "list"
        case _:
            return "text"


def _naive(value: Any) -> Any:
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.UTC).replace(tzinfo=None)
    return value


def as_text(value: Any) -> str:  # noqa: PLR0911 - one line a kind
    """Return a value as a cell of text: JSON for objects and lists, plain words for all else."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return plain_number(value)
        case int() | Decimal():
            return str(value)
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case bytes():
            return value.hex()
        case _:
            return _ENCODER.encode(value).decode()


def plain_decimals(frame: pl.DataFrame, warnings: list[str]) -> pl.DataFrame:
    """Return decimals, as SQL makes of `n * 1.19`, as numbers; over 15 digits as text, with a warning."""
    columns = []
    for series in frame.iter_columns():
        if not series.dtype.is_decimal():
            columns.append(series)
            continue
        text = series.cast(pl.String).str.replace_all(r"\D", "")
        digits = text.str.strip_chars_start("0").str.len_chars()
        if (digits.max() or 0) <= EXACT_DIGITS:  # type: ignore[operator] # of integers
            columns.append(series.cast(pl.Float64))
        else:
            warnings.append(f"the column '{series.name}' holds decimals of over 15 digits and became text")
            columns.append(series.cast(pl.String))
    return pl.DataFrame(columns) if columns else frame


def plain_number(value: float) -> str:
    """Return the shortest text of a number, without `.0`."""
    text = repr(value)
    return text.removesuffix(".0")


def rows_of(frames: Iterable[pl.DataFrame]) -> Iterator[dict[str, Any]]:
    """Yield rows as dictionaries with JSON values."""
    for frame in frames:
        yield from frame.iter_rows(named=True)


def flatten(row: Mapping[str, Any], separator: str = ".") -> dict[str, Any]:
    """Return a row without nested objects: their keys are joined with *separator*. Lists stay.

    Raises FlatKeysRepeat.
    """
    found: dict[str, Any] = {}
    waiting: list[tuple[str, Any]] = [(str(key), value) for key, value in reversed(list(row.items()))]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict) and value:
            waiting += [(f"{name}{separator}{key}", inner) for key, inner in reversed(list(value.items()))]
        elif name in found:
            raise FlatKeysRepeat(key=name)
        else:
            found[name] = value
    return found
