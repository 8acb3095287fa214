"""Read a sheet of a workbook: XLSX, XLSM, XLSB, XLS and ODS."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from flowforge_tables.faults import TableTooLarge, UnknownSheet, UnreadableContent
from flowforge_tables.options import TableOptions
from flowforge_tables.table import Table, choose, named

ROWS: Final = 50_000
MAX_UNPACKED: Final = 256 << 20
SHOWN_SHEETS: Final = 20


def read_sheet(path: Path, options: TableOptions) -> Table:
    """Open a sheet, the first one unless named. Raises UnknownSheet, UnreadableContent, TableTooLarge."""
    _check_size(path)
    try:
        workbook = fastexcel.read_excel(path)
        name = options.sheet if options.sheet is not None else workbook.sheet_names[0]
    except (fastexcel.FastExcelError, OSError, IndexError) as error:
        reason = "it is damaged, protected by a password, or no workbook"
        raise UnreadableContent(format="XLSX", reason=reason) from error
    if name not in workbook.sheet_names:
        raise UnknownSheet(name=name, known=", ".join(workbook.sheet_names[:SHOWN_SHEETS]))
    frame = _frame(workbook, name, header=options.header)
    wanted = choose(frame.columns, options)
    others = [one for one in workbook.sheet_names if one != name]
    warnings = []
    if others and options.sheet is None:
        shown = ", ".join(others[:SHOWN_SHEETS])
        warnings.append(f"The sheet '{name}' was read; others are there: {shown}. Choose by 'sheet'.")

    def frames() -> Iterator[pl.DataFrame]:
        for start in range(0, max(frame.height, 1), ROWS):
            yield frame.select(wanted).slice(start, ROWS)

    return Table("xlsx", wanted, frames, warnings=warnings)


def _frame(workbook: fastexcel.ExcelReader, name: str, *, header: bool) -> pl.DataFrame:
    try:
        sheet = workbook.load_sheet(name, header_row=0 if header else None, dtype_coercion="coerce")
        frame = sheet.to_polars()
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError) as error:
        raise UnreadableContent(format="XLSX", reason=f"the sheet '{name}' is empty or damaged") from error
    written = ["" if column.startswith("__UNNAMED__") else column for column in frame.columns]
    frame.columns = named(written, header=header)
    return frame


def _check_size(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > MAX_UNPACKED:
        reason = (
            f"it unpacks to {unpacked >> 20} MB, and {MAX_UNPACKED >> 20} MB are read; send CSV or Parquet"
        )
        raise TableTooLarge(format="XLSX", reason=reason)
