"""Convert the tables of a PDF to an Excel workbook, with a sheet for each table."""

from pydantic import Field

from flowforge_pdf.core.documents import CACHE, named
from flowforge_pdf.core.examples import TABLE
from flowforge_pdf.core.reading.conversions import ConversionForm, ConversionReport
from flowforge_pdf.core.reading.documents import open_reader
from flowforge_pdf.core.reading.table_files import NoTables, as_xlsx, found_tables
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, operation

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ToXlsxForm(ConversionForm):
    unruled: bool = Field(default=True, description="Find tables without lines too.")
    join_pages: bool = Field(default=True, description="Join tables that go on over pages.")


@operation(
    "/to-xlsx",
    errors=(*SELECTING, NoTables),
    run=RUN,
    cache=CACHE,
    example={"file": TABLE},
)
def convert_to_xlsx(form: ToXlsxForm, settings: PdfSettings) -> FileOutput[ConversionReport]:
    with open_reader(form, settings.limits) as reader:
        found = found_tables(reader, form.pages, unruled=form.unruled, join=form.join_pages)
        if not found:
            raise NoTables
        report = ConversionReport(pages=len(reader.document), warnings=reader.warnings)
        return FileOutput(as_xlsx(found), _MEDIA_TYPE, named(form.file.name, extension="xlsx"), report)
