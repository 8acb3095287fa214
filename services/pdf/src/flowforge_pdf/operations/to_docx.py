"""Convert a PDF to a Word document: headings, paragraphs, lists and tables, not the exact layout."""

from flowforge_pdf.core.documents import CACHE, named
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.reading.conversions import ConversionForm, ConversionReport
from flowforge_pdf.core.reading.documents import open_reader
from flowforge_pdf.core.reading.markup import as_docx
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, operation

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ToDocxForm(ConversionForm):
    pass


@operation("/to-docx", errors=SELECTING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def convert_to_docx(form: ToDocxForm, settings: PdfSettings) -> FileOutput[ConversionReport]:
    with open_reader(form, settings.limits) as reader:
        pages = list(reader.blocks(form.pages))
        reader.warn_if_silent(sum(len(blocks) for _, blocks in pages))
        report = ConversionReport(pages=len(pages), warnings=reader.warnings)
        return FileOutput(as_docx(pages), _MEDIA_TYPE, named(form.file.name, extension="docx"), report)
