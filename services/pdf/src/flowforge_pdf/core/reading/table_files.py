"""Tables over pages, and written as CSV and XLSX."""

from flowforge_pdf.core.reading.documents import Reader
from flowforge_pdf.core.reading.tables import Table
from flowforge_pdfs.table_files import csv_of, xlsx_of
from servicekit import InvalidInput

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
    return csv_of(table.rows).encode("utf-8-sig")


def as_xlsx(tables: list[tuple[int, Table]]) -> bytes:
    """Return a workbook with a sheet for each table; all cells are texts."""
    return xlsx_of([(page, table.rows) for page, table in tables])
