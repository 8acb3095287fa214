"""Convert the tables of a picture or a PDF to an Excel workbook, with a sheet for each table."""

from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_ocr.core.requests.answers import warnings_of
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.naming import named
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm
from flowforge_ocr.core.tables.finding import tables_of
from flowforge_ocr.settings import OcrSettings
from flowforge_pdfs.table_files import XLSX_MEDIA_TYPE, Rows, xlsx_of
from servicekit import Context, FileOutput, InvalidInput, operation


class NoTablesFound(InvalidInput):
    code = "OCR_NO_TABLES_FOUND"
    message = "'file' has no table on the pages that were read: 'pages' selects others."


class ToXlsxReport(BaseModel):
    tables: int = Field(description="Number of tables, each on a sheet of its own.")
    warnings: list[str] = Field(description="What was dropped, guessed or could not be read.")


@operation(
    "/to-xlsx",
    errors=(*READING, NoTablesFound),
    run=RUN,
    cache=CACHE,
    example={"file": RECEIPT},
    deadline=timedelta(seconds=150),
)
def convert_to_xlsx(form: ReadingForm, settings: OcrSettings, context: Context) -> FileOutput[ToXlsxReport]:
    tables: list[tuple[int, Rows]] = []
    with form.read(settings, context) as (opened, pages):
        warnings = list(opened.warnings)
        for page in pages:
            warnings += warnings_of(page)
            tables += [(page.number, table.rows) for table in tables_of(page)]
    if not tables:
        raise NoTablesFound
    report = ToXlsxReport(tables=len(tables), warnings=warnings[:20])
    return FileOutput(xlsx_of(tables), XLSX_MEDIA_TYPE, named(form.file.name, "xlsx"), report)
