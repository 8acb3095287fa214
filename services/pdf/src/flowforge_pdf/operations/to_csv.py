"""Convert the tables of a PDF to CSV files, one for each table, in UTF-8."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, named
from flowforge_pdf.core.examples import TABLE
from flowforge_pdf.core.reading.conversions import ConversionForm
from flowforge_pdf.core.reading.documents import open_reader
from flowforge_pdf.core.reading.table_files import NoTables, as_csv, found_tables
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, FileOutputs, operation


class ToCsvForm(ConversionForm):
    unruled: bool = Field(default=True, description="Find tables without lines too.")
    join_pages: bool = Field(default=True, description="Join tables that go on over pages.")


class TablesReport(BaseModel):
    tables: int = Field(description="Number of tables.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/to-csv",
    errors=(*SELECTING, NoTables),
    run=RUN,
    cache=CACHE,
    example={"file": TABLE},
)
def convert_to_csv(form: ToCsvForm, settings: PdfSettings) -> FileOutputs[TablesReport]:
    with open_reader(form, settings.limits) as reader:
        found = found_tables(reader, form.pages, unruled=form.unruled, join=form.join_pages)
        if not found:
            raise NoTables
        files = [
            FileOutput(as_csv(table), "text/csv", named(form.file.name, f"-table-{number}", "csv"))
            for number, (_, table) in enumerate(found, 1)
        ]
        report = TablesReport(tables=len(found), warnings=reader.warnings)
        return FileOutputs(files, named(form.file.name, "-tables", "zip"), report)
