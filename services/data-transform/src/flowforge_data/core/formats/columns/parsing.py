"""Parse text as people write it into numbers, truth values and dates; what cannot be parsed is null."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from flowforge_data.core.formats.columns.exact import exactly, plain_decimals

MONTHS: Final = 12
_TRUE: Final = ("true", "t", "yes", "y", "1", "on")
_FALSE: Final = ("false", "f", "no", "n", "0", "off")
_DATE_FORMATS: Final = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%Y%m%d",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
)
_MONTH_FIRST: Final = ("%m/%d/%Y", "%m-%d-%Y")
_DAY_FIRST: Final = ("%d/%m/%Y", "%d-%m-%Y")
_TIMES: Final = ("%H:%M:%S%.f", "%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M:%S %p")


@dataclass(frozen=True, slots=True)
class Marks:
    """How a file writes numbers and dates. `date_format` is of strftime; without it usual ones are tried.

    `decimal` is a mark, or "auto" until it is detected. `day_first` decides what 01/02/2024 means; None
    refuses such dates unless one part is over 12.
    """

    decimal: str = "."
    date_format: str | None = None
    day_first: bool | None = None


def parsed(series: pl.Series, kind: str, marks: Marks) -> pl.Series:
    """Return *series*, a text column, as *kind*; null where a cell is not one."""
    if (quickly := _written_plainly(series, kind, marks)) is not None:
        return quickly
    text = series.str.strip_chars()
    match kind:
        case "integer":
            return _whole(_plain_number(text, marks))
        case "number":
            return _plain_number(text, marks).cast(pl.Float64, strict=False)
        case "boolean":
            return _truth(text)
        case "date":
            return _dates(text, marks)
        case _:
            return _moments(text, marks)


def _written_plainly(series: pl.Series, kind: str, marks: Marks) -> pl.Series | None:
    """Return what a column without any peculiarity means: most are so, and cost a tenth."""
    match kind:
        case "number" if marks.decimal != ",":
            return plain_decimals(series)
        case "integer" | "boolean":
            return exactly(series, kind)
        case "date" | "datetime" if marks.date_format is None:
            return exactly(series, kind)
        case _:
            return None


def _plain_number(text: pl.Series, marks: Marks) -> pl.Series:
    """Remove currency signs and grouping marks. A grouping mark has three digits behind it."""
    group = "." if marks.decimal == "," else ","
    bare = text.str.replace_all(r"^[+]|[$€£¥\s\u00a0\u202f]", "")
    escaped = "\\" + group
    grouped = bare.str.contains(rf"^-?[0-9]{{1,3}}(?:{escaped}[0-9]{{3}})+(?:\{marks.decimal}[0-9]+)?$")
    bare = bare.zip_with(~grouped.fill_null(value=False), bare.str.replace_all(group, "", literal=True))
    apostrophes = bare.str.contains(r"^-?[0-9]{1,3}(?:['\u2019][0-9]{3})+")
    bare = bare.zip_with(~apostrophes.fill_null(value=False), bare.str.replace_all(r"['\u2019]", ""))
    if marks.decimal == ",":
        bare = bare.set(bare.str.contains(".", literal=True).fill_null(value=False), None)
        bare = bare.str.replace(",", ".", literal=True)
    valid = bare.str.contains(r"^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$")
    return bare.set(~valid.fill_null(value=False), None)


def _whole(plain: pl.Series) -> pl.Series:
    stripped = plain.str.replace(r"\.0*$", "")
    return stripped.cast(pl.Int64, strict=False)


def _truth(text: pl.Series) -> pl.Series:
    lower = text.str.to_lowercase()
    result = lower.is_in(_TRUE)
    return result.set(~(result | lower.is_in(_FALSE)).fill_null(value=False), None)


def _dates(text: pl.Series, marks: Marks) -> pl.Series:
    if marks.date_format:
        return text.str.to_date(marks.date_format, strict=False)
    result = pl.Series(text.name, [None] * len(text), dtype=pl.Date)
    for pattern in _patterns(marks):
        result = result.zip_with(result.is_not_null(), text.str.to_date(pattern, strict=False, exact=True))
    return _without_ambiguous(result, text, marks)


def _moments(text: pl.Series, marks: Marks) -> pl.Series:
    if marks.date_format:
        return text.str.to_datetime(marks.date_format, strict=False, time_unit="us")
    zoned = text.str.contains(r"(?:Z|[+-][0-9]{2}:?[0-9]{2})$").fill_null(value=False)
    plain = text.str.replace("T", " ", literal=True)
    offset = plain.str.replace(r"Z$", "+00:00").str.to_datetime(
        "%Y-%m-%d %H:%M:%S%.f%z", strict=False, time_unit="us"
    )
    result = offset.dt.convert_time_zone("UTC").dt.replace_time_zone(None).set(~zoned, None)
    for pattern in _patterns(marks):
        for time in _TIMES:
            found = plain.str.to_datetime(f"{pattern} {time}", strict=False, exact=True, time_unit="us")
            result = result.zip_with(result.is_not_null(), found)
    result = result.zip_with(result.is_not_null(), _dates(text, marks).cast(pl.Datetime("us")))
    return _without_ambiguous(result, text, marks)


def _patterns(marks: Marks) -> tuple[str, ...]:
    if marks.day_first is None:
        return (*_DATE_FORMATS, *_MONTH_FIRST, *_DAY_FIRST)
    return (*_DATE_FORMATS, *(_DAY_FIRST if marks.day_first else _MONTH_FIRST))


def _without_ambiguous(result: pl.Series, text: pl.Series, marks: Marks) -> pl.Series:
    """01/02/2024 is two dates: unless the caller says which comes first, it is none."""
    if marks.day_first is not None:
        return result
    parts = text.str.extract_groups(r"^(\d{1,2})[/-](\d{1,2})[/-]\d{4}")
    first = parts.struct.field("1").cast(pl.Int32, strict=False)
    second = parts.struct.field("2").cast(pl.Int32, strict=False)
    ambiguous = ((first <= MONTHS) & (second <= MONTHS) & (first != second)).fill_null(value=False)
    return result.set(ambiguous, None)
