"""Extract the tables of a PDF as rows: ruled ones, and those that only white space holds apart."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.reading.documents import open_reader
from flowforge_pdf.core.reading.table_files import found_tables
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.characters import Rectangle
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection
from servicekit import operation


class TablesForm(PdfForm):
    pages: PageSelection = Field("all", description=SYNTAX)
    unruled: bool = Field(default=True, description="Find tables without lines too.")
    join_pages: bool = Field(
        default=True,
        description="Join a table with that of the page before, if it has the same columns and goes on.",
    )


class FoundTable(BaseModel):
    page: int = Field(description="Page on which the table begins, from 1.")
    box: Rectangle = Field(description="Where it is on that page.")
    ruled: bool = Field(description="True if it has lines.")
    columns: int = Field(description="Columns of the table.")
    rows: list[list[str]] = Field(description="The cells, row by row; empty cells are empty texts.")


class TablesResult(BaseModel):
    count: int = Field(description="Number of entries in the list.")
    tables: list[FoundTable] = Field(description="The tables, in the order of the document.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/tables", errors=SELECTING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def extract_tables(form: TablesForm, settings: PdfSettings) -> TablesResult:
    with open_reader(form, settings.limits) as reader:
        found = found_tables(reader, form.pages, unruled=form.unruled, join=form.join_pages)
        tables = [
            FoundTable(
                page=number,
                box=Rectangle(
                    x=round(table.left, 2),
                    y=round(table.top, 2),
                    width=round(table.right - table.left, 2),
                    height=round(table.bottom - table.top, 2),
                ),
                ruled=table.ruled,
                columns=len(table.rows[0]),
                rows=table.rows,
            )
            for number, table in found
        ]
        return TablesResult(count=len(tables), tables=tables, warnings=reader.warnings)
