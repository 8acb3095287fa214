"""Tables over pages, and written as CSV and XLSX."""

import csv
import io
from typing import Any

from flowforge_pdf.core.reading.documents import Reader
from flowforge_pdf.core.reading.tables import Table
from servicekit import InvalidInput

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NEAR_EDGE = 0.25  # of the height of the page


class NoTables(InvalidInput):
    code = "PDF_HAS_NO_TABLES"
    message = "No table was found on the pages asked for."


def found_tables(reader: Reader, selection: str, *, unruled: bool, join: bool) -> list[tuple[int, Table]]:
    """Return tables with the page that each begins on."""
    found: list[tuple[int, Table]] = []
    last: tuple[int, bool] = (0, False)  # the page of the last part, and whether it reaches the page's end
    for page in reader.pages(selection):
        words = page.words()
        for at, table in enumerate(reader.tables(page, words, unruled=unruled)):
            goes_on = (
                join
                and at == 0
                and bool(found)
                and last == (page.number - 1, True)
                and table.top < _NEAR_EDGE * page.frame.height
                and len(found[-1][1].rows[0]) == len(table.rows[0])
            )
            if goes_on:
                begun = found[-1][1].rows
                begun += table.rows[1:] if table.rows[0] == begun[0] else table.rows
            else:
                found.append((page.number, table))
            last = (page.number, table.bottom > (1 - _NEAR_EDGE) * page.frame.height)
    return found


def as_csv(table: Table) -> bytes:
    """Return UTF-8 with a byte order mark, as spreadsheets expect it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [[_harmless(cell) for cell in row] for row in table.rows]
    )
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """Keep a cell from being a formula: a spreadsheet shows what stands behind the apostrophe."""
    if cell.startswith(_FORMULA_STARTS) and not _is_number(cell):
        return "'" + cell
    return cell


def _is_number(cell: str) -> bool:
    return cell.lstrip("+-").replace(",", "").replace(".", "").replace(" ", "").rstrip("%").isdigit()


def as_xlsx(tables: list[tuple[int, Table]]) -> bytes:
    """Return a workbook with a sheet for each table; all cells are texts."""
    import rustpy_xlsxwriter  # noqa: PLC0415 - few calls need it

    sheets: list[tuple[str, Any]] = []
    for number, (page, table) in enumerate(tables, 1):
        header = [cell or f"Column {at}" for at, cell in enumerate(table.rows[0], 1)]
        unique = [name if header.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(header, 1)]
        rows = [dict(zip(unique, row, strict=True)) for row in table.rows[1:]]
        sheets.append((f"Table {number} (page {page})", rows or [dict.fromkeys(unique, "")]))
    buffer = io.BytesIO()
    rustpy_xlsxwriter.write_worksheets(sheets, buffer)
    return buffer.getvalue()
