"""Tables of pages as CSV and XLSX: rows of cells, all of them texts."""

import csv
import io
from collections.abc import Sequence
from typing import Any

XLSX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Sequence[Sequence[str]]
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_of(rows: Rows) -> str:
    """Return CSV; a cell that a spreadsheet would compute gets an apostrophe."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue()


def _harmless(cell: str) -> str:
    if cell.startswith(_FORMULA_STARTS) and not _is_number(cell):
        return "'" + cell
    return cell


def _is_number(cell: str) -> bool:
    return cell.lstrip("+-").replace(",", "").replace(".", "").replace(" ", "").rstrip("%").isdigit()


def xlsx_of(tables: Sequence[tuple[int, Rows]]) -> bytes:
    """Return a workbook with a sheet for each table, which is given with the page that it is on."""
    import rustpy_xlsxwriter  # noqa: PLC0415 - few calls need it

    sheets: list[tuple[str, Any]] = []
    for number, (page, table) in enumerate(tables, 1):
        header = [cell or f"Column {at}" for at, cell in enumerate(table[0], 1)]
        unique = [name if header.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(header, 1)]
        rows = [dict(zip(unique, row, strict=True)) for row in table[1:]]
        sheets.append((f"Table {number} (page {page})", rows or [dict.fromkeys(unique, "")]))
    buffer = io.BytesIO()
    rustpy_xlsxwriter.write_worksheets(sheets, buffer)
    return buffer.getvalue()
