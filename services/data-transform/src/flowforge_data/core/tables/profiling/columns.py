"""Figures of one column."""

import datetime as dt
from typing import Any, Final

import polars as pl

from flowforge_data.core.formats.columns.rows import as_text
from flowforge_data.core.tables.profiling.results import (
    Bar,
    ColumnKind,
    ColumnProfile,
    NumberFigures,
    TextFigures,
    ValueCount,
)

FREQUENT: Final = 10
BARS: Final = 20
EXAMPLES: Final = 5
SHAPED_ROWS: Final = 100_000
LONGEST_SHAPE: Final = 40
SHOWN: Final = 200
FENCE: Final = 1.5
_MOSTLY_MISSING: Final = 0.5


def kind_of_column(dtype: pl.DataType) -> ColumnKind:
    """Return the type of a column in the words of the answers."""
    if dtype.is_integer():
        return "integer"
    if dtype.is_numeric():
        return "number"
    known: tuple[tuple[Any, ColumnKind], ...] = (
        (pl.String, "text"), (pl.Boolean, "boolean"), (pl.Date, "date"), (pl.Datetime, "datetime"),
    )  # fmt: skip
    return next((name for one, name in known if dtype == one), "other")


def profile_column(series: pl.Series) -> ColumnProfile:
    """Return the figures of *series*."""
    if series.dtype.is_nested() or series.dtype == pl.Binary:
        texts = [None if one is None else as_text(one) for one in series.to_list()]
        series = pl.Series(series.name, texts, dtype=pl.String)
    kind = kind_of_column(series.dtype)
    if series.dtype.is_float():
        series = series.fill_nan(None)
    present = series.drop_nulls()
    distinct = present.n_unique()
    least, most = _range(present)
    return ColumnProfile(
        name=series.name,
        type=kind,
        missing=series.null_count(),
        distinct=distinct,
        unique=0 < len(series) == distinct,
        constant=distinct == 1 and len(present) == len(series) > 1,
        minimum=least,
        maximum=most,
        most_frequent=_frequent(present),
        numbers=_numbers(present) if kind in ("integer", "number") and len(present) else None,
        texts=_texts(present) if kind == "text" and len(present) else None,
        remarks=_remarks(series, present, distinct),
    )


def _range(present: pl.Series) -> tuple[Any, Any]:
    if present.is_empty() or present.dtype == pl.Boolean:
        return None, None
    return _shown(present.min()), _shown(present.max())


def _frequent(present: pl.Series) -> list[ValueCount]:
    counted = present.alias("value").value_counts(sort=True, name="count").head(FREQUENT)
    return [ValueCount(value=_shown(value), count=count) for value, count in counted.iter_rows()]


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= SHOWN else value[:SHOWN] + "..."
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _numbers(present: pl.Series) -> NumberFigures | None:
    numbers = present.cast(pl.Float64)
    numbers = numbers.filter(numbers.is_finite())
    if numbers.is_empty():
        return None
    quartiles = [float(numbers.quantile(one, interpolation="linear") or 0) for one in (0.25, 0.5, 0.75)]
    reach = FENCE * (quartiles[2] - quartiles[0])
    outliers = numbers.filter((numbers < quartiles[0] - reach) | (numbers > quartiles[2] + reach))
    extreme = outliers.to_frame("n").sort((pl.col("n") - quartiles[1]).abs(), descending=True)["n"]
    spread = numbers.std()
    return NumberFigures(
        mean=float(numbers.mean() or 0),  # type: ignore[arg-type] # of floats
        standard_deviation=float(spread) if isinstance(spread, float) else None,
        quartiles=quartiles,
        zeros=int((numbers == 0).sum()),
        negatives=int((numbers < 0).sum()),
        outliers=len(outliers),
        outlier_examples=extreme.head(EXAMPLES).to_list(),
        histogram=_histogram(numbers),
    )


def _histogram(numbers: pl.Series) -> list[Bar]:
    low, high = float(numbers.min() or 0), float(numbers.max() or 0)  # type: ignore[arg-type] # of floats
    width = (high - low) / BARS
    if not width or low + width == low or high - low == float("inf"):
        return [Bar(low=low, high=high, count=len(numbers))]
    places = ((numbers - low) / width).floor().clip(0, BARS - 1).cast(pl.Int64)
    counts = dict(places.alias("place").value_counts(name="count").iter_rows())
    return [
        Bar(low=low + width * place, high=low + width * (place + 1), count=counts.get(place, 0))
        for place in range(BARS)
    ]


def _texts(present: pl.Series) -> TextFigures:
    lengths = present.str.len_chars()
    least, most, mean = (
        lengths.to_frame("n")
        .select(pl.col("n").min(), pl.col("n").max().alias("most"), pl.col("n").mean().alias("mean"))
        .row(0)
    )
    trimmed = present.str.strip_chars()
    return TextFigures(
        min_length=int(least),
        max_length=int(most),
        mean_length=round(float(mean), 2),
        empty=int((trimmed == "").sum()),
        padded=int(((trimmed != present) & (trimmed != "")).sum()),
        shapes=_shapes(present.head(SHAPED_ROWS)),
    )


def _shapes(present: pl.Series) -> list[ValueCount]:
    short = present.filter(present.str.len_chars() <= LONGEST_SHAPE)
    shapes = short.str.replace_all(r"\d", "9").str.replace_all(r"\p{Lu}", "A").str.replace_all(r"\p{Ll}", "a")
    counted = shapes.alias("value").value_counts(sort=True, name="count").head(EXAMPLES)
    return [ValueCount(value=value, count=count) for value, count in counted.iter_rows()]


def _remarks(series: pl.Series, present: pl.Series, distinct: int) -> list[str]:
    rows = len(series)
    found = []
    if rows and present.is_empty():
        found.append("the column is empty")
    elif rows and series.null_count() / rows > _MOSTLY_MISSING:
        found.append(f"{series.null_count() * 100 // rows} % of the rows have no value")
    if distinct == 1 and len(present) == rows > 1:
        found.append("all rows have the same value")
    if series.dtype == pl.String and len(present):
        found += _text_remarks(present)
    return found


def _text_remarks(present: pl.Series) -> list[str]:
    trimmed = present.str.strip_chars()
    found = []
    if (padded := int(((trimmed != present) & (trimmed != "")).sum())) > 0:
        found.append(f"{padded} texts have blanks at their ends")
    numeric = int(trimmed.str.contains(r"^-?\d+(?:[.,]\d+)?$").sum())
    if len(present) > numeric > len(present) * 0.9:
        found.append(f"{len(present) - numeric} of the values are no numbers, all others are")
    lower = trimmed.str.to_lowercase().n_unique()
    if lower < present.n_unique():
        found.append(f"{present.n_unique() - lower} values differ from others in case or blanks only")
    return found
