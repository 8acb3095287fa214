"""XLSX, XLS and ODS workbooks: one sheet in, one sheet out."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from flowforge_data.core.faults import TooManyRows, UnknownSheet
from flowforge_data.core.formats.columns.rows import as_text
from flowforge_data.core.formats.port import Format, Frames, Notes, ReadOptions, TypedTable, WriteOptions
from flowforge_tables import EmptyContent, NothingAfterSkippedRows, UnreadableContent
from flowforge_tables.table import column_names

MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 16_384
MAX_TEXT: Final = 32_767
EXACT: Final = 1 << 53
FIRST_YEAR: Final = 1900
SHOWN_COLUMNS: Final = 5
_ERROR: Final = re.compile(r"Error\((\w+)\)")
_ERRORS: Final = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}


def read(path: Path, options: ReadOptions, notes: Notes) -> TypedTable:
    book = _open(path)
    sheet = _chosen(book.sheet_names, options.sheet)
    notes.details |= {"sheets": book.sheet_names, "sheet": sheet}
    header = options.header is not False
    if options.skip_rows and options.skip_rows >= _height(book, sheet):
        raise NothingAfterSkippedRows(count=options.skip_rows)
    skip = options.skip_rows
    place = {"header_row": skip or 0} if header else {"header_row": None, "skip_rows": skip}
    frame, errors = _loaded(lambda **types: book.load_sheet(sheet, **place, **types))
    if not frame.width:
        raise EmptyContent(format="a workbook")
    notes.details["header"] = header
    frame = _named(frame, options, notes, header=header)
    if errors:
        notes.warn(_told(errors, frame.columns, (skip or 0) + header + 1))
    frame = _tidy(frame)
    return TypedTable(lambda: iter([frame]))


def _loaded(load: Callable[..., Any]) -> tuple[pl.DataFrame, list[Any]]:
    """Return the sheet, in which cells with errors of formulas are empty, and these errors."""
    from fastexcel import CalamineCellError  # noqa: PLC0415 - only workbooks need it

    try:
        try:
            sheet = load(schema_sample_rows=None)
        except CalamineCellError:  # nothing else is in a column: it has no type
            texts = load(dtypes="string").to_polars()
            empty = {one.name: "string" for one in texts.iter_columns() if not one.count()}
            sheet = load(schema_sample_rows=None, dtypes=empty)
        batch, errors = sheet.to_arrow_with_errors()
    except Exception as error:
        raise _unreadable(error) from error
    frame = pl.from_arrow(batch)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a batch has columns
    return frame, errors.errors if errors is not None else []


def _told(errors: Sequence[Any], names: Sequence[str], first_row: int) -> str:
    """Return how many cells hold errors of formulas, in which columns, and where the first one is."""
    places = sorted(one.offset_position for one in errors)
    kinds = {one.offset_position: _ERROR.search(one.detail) for one in errors}
    row, column = places[0]
    found = kinds[places[0]]
    shown = f"{_ERRORS.get(found[1], found[1])} " if found else ""
    columns = list(dict.fromkeys(repr(names[one]) for _, one in places))
    more = ", ..." if len(columns) > SHOWN_COLUMNS else ""
    return (
        f"cells that hold errors of formulas are empty: {len(places)} in {', '.join(columns[:SHOWN_COLUMNS])}"
        f"{more}, the first {shown}in row {first_row + row} of {names[column]!r}"
    )


def _height(book: Any, sheet: str) -> int:
    """Return how many rows the sheet has, the header among them."""
    return int(book.load_sheet(sheet, header_row=None).total_height)


def _open(path: Path) -> Any:
    import logging  # noqa: PLC0415 - of this library alone

    import fastexcel  # noqa: PLC0415 - only workbooks need it

    logging.getLogger("fastexcel.types.dtype").setLevel(logging.ERROR)
    try:
        return fastexcel.read_excel(path.read_bytes())
    except fastexcel.FastExcelError as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> UnreadableContent:
    text = str(error).lower()
    reason = (
        "it is encrypted: remove the password first" if "password" in text else "it is damaged or no workbook"
    )
    return UnreadableContent(format="a workbook", reason=reason)


def _chosen(names: list[str], wanted: str | int | None) -> str:
    known = ", ".join(names)
    if wanted is None:
        return names[0]
    if isinstance(wanted, str) and wanted in names:
        return wanted
    place = int(wanted) if str(wanted).isdigit() else 0
    if not 1 <= place <= len(names):
        raise UnknownSheet(name=repr(wanted), known=known)
    return names[place - 1]


def _named(frame: pl.DataFrame, options: ReadOptions, notes: Notes, *, header: bool) -> pl.DataFrame:
    given = [name if header and not name.startswith("__UNNAMED__") else "" for name in frame.columns]
    names, warnings = column_names(options.columns or given)
    for warning in warnings:
        notes.warn(warning)
    return frame.rename(dict(zip(frame.columns, names, strict=False)))


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Whole numbers as integers, days as dates; rows without any value at the end are dropped."""
    tidy = pl.DataFrame([_tidy_column(series) for series in frame.iter_columns()])
    filled = tidy.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    last = filled.arg_true().max()
    return tidy.head(0 if last is None else int(last) + 1)  # type: ignore[arg-type] # an index


def _tidy_column(series: pl.Series) -> pl.Series:
    if series.dtype == pl.Float64:
        present = series.drop_nulls()
        whole = bool(len(present)) and bool(((present == present.round()) & (present.abs() <= EXACT)).all())
        return series.cast(pl.Int64) if whole else series
    if isinstance(series.dtype, pl.Datetime):
        present = series.drop_nulls()
        return series.dt.date() if _all_midnight(present) else series.cast(pl.Datetime("us"))
    return series


def _all_midnight(present: pl.Series) -> bool:
    seconds = (
        present.dt.hour().cast(pl.Int32) * 3600
        + present.dt.minute().cast(pl.Int32) * 60
        + present.dt.second()
    )
    return bool((seconds == 0).all())


def write(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:
    from rustpy_xlsxwriter import write_worksheet  # noqa: PLC0415 - only workbooks need it

    first = next(frames, pl.DataFrame())
    if first.width > MAX_COLUMNS:
        raise TooManyRows("A sheet holds at most 16,384 columns: convert to CSV or Parquet instead.")
    records = _records(first, frames, notes)
    if not first.height:
        records = iter([dict.fromkeys(first.columns, "")]) if first.columns else iter([{"": ""}])
    write_worksheet(
        records,
        str(path),
        sheet_name=options.sheet[:31],
        datetime_format="yyyy-mm-dd hh:mm:ss",
        bold_headers=True,
        freeze_row=1,
        autofit=True,
    )


def _records(first: pl.DataFrame, others: Frames, notes: Notes) -> Iterator[dict[str, Any]]:
    count = 1
    for frame in (first, *others) if first.height else others:
        count += frame.height
        if count > MAX_ROWS:
            raise TooManyRows(limit=MAX_ROWS - 1)
        shown = pl.DataFrame([_cells(one, notes) for one in frame.iter_columns()])
        yield from shown.iter_rows(named=True)


def _cells(series: pl.Series, notes: Notes) -> pl.Series:
    """Values that a cell cannot hold become text: integers over 2^53, dates before 1900, NaN."""
    dtype = series.dtype
    if dtype == pl.Int64 and (series.abs() > EXACT).any():
        notes.warn(
            f"the column '{series.name}' holds integers over 2^53, which a cell cannot hold: they are text"
        )
        return series.cast(pl.String)
    if dtype in (pl.Date, pl.Datetime) and (series.dt.year() < FIRST_YEAR).any():
        notes.warn(
            f"the column '{series.name}' holds dates before 1900, which a cell cannot hold: they are text"
        )
        return series.dt.to_string("iso:strict")
    if dtype.is_float():
        return series.set((~series.is_finite()).fill_null(value=False), None)
    if dtype == pl.String:
        return _short(series, notes)
    if dtype.is_nested() or dtype.is_decimal():
        return pl.Series(
            series.name, [None if one is None else as_text(one) for one in series.to_list()], dtype=pl.String
        )
    return series


def _short(series: pl.Series, notes: Notes) -> pl.Series:
    if (series.str.len_chars() > MAX_TEXT).any():
        notes.warn(f"a cell holds at most {MAX_TEXT:,} characters: longer text of '{series.name}' was cut")
        return series.str.head(MAX_TEXT)
    return series


_MEDIA: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX: Final = Format("xlsx", "XLSX", _MEDIA, "xlsx", read=read, write_table=write, typed=True)
XLS: Final = Format("xls", "XLS", "application/vnd.ms-excel", "xls", read=read)
ODS: Final = Format("ods", "ODS", "application/vnd.oasis.opendocument.spreadsheet", "ods", read=read)
