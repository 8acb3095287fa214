"""Extract the tables of a picture or a PDF, as rows, CSV and HTML: ruled ones, and rows of aligned cells.

Cells that span several columns or rows stand in the first one that their middle lies in.
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_ocr.core.requests.answers import PixelBox, warnings_of
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm
from flowforge_ocr.core.tables.finding import tables_of
from flowforge_ocr.settings import OcrSettings
from flowforge_pdfs.table_files import csv_of
from servicekit import Context, operation


class PageTable(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    kind: Literal["ruled", "aligned"] = Field(
        description="Whether lines part the cells, or white space alone."
    )
    rows: list[list[str]] = Field(description="The cells of each row; all rows have the same number.")
    csv: str = Field(description="The table as CSV.")
    html: str = Field(description="The table in HTML, with merged cells.")
    confidence: float = Field(description="Of the least certain cell.")
    box: PixelBox = Field(description="Where it stands on the page, in pixels.")


class TablesResult(BaseModel):
    tables: list[PageTable] = Field(description="The tables, in reading order.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/tables",
    errors=READING,
    run=RUN,
    cache=CACHE,
    example={"file": RECEIPT},
    deadline=timedelta(seconds=150),
    progress=True,
)
def extract_tables(form: ReadingForm, settings: OcrSettings, context: Context) -> TablesResult:
    tables: list[PageTable] = []
    with form.read(settings, context) as (opened, pages):
        warnings = list(opened.warnings)
        for page in pages:
            warnings += warnings_of(page)
            tables += [
                PageTable(
                    page=page.number,
                    kind=table.kind,
                    rows=table.rows,
                    csv=csv_of(table.rows),
                    html=table.as_html(),
                    confidence=round(table.confidence, 4),
                    box=PixelBox.of(table.box),
                )
                for table in tables_of(page)
            ]
    return TablesResult(tables=tables, warnings=warnings)
