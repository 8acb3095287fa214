"""Convert a PDF to HTML: headings, paragraphs, lists and tables, with a section for each page."""

from flowforge_pdf.core.documents import CACHE, named
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.reading.conversions import ConversionForm, ConversionReport
from flowforge_pdf.core.reading.documents import open_reader
from flowforge_pdf.core.reading.markup import as_html
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, operation


class ToHtmlForm(ConversionForm):
    pass


@operation("/to-html", errors=SELECTING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def convert_to_html(form: ToHtmlForm, settings: PdfSettings) -> FileOutput[ConversionReport]:
    with open_reader(form, settings.limits) as reader:
        pages = list(reader.blocks(form.pages))
        reader.warn_if_silent(sum(len(blocks) for _, blocks in pages))
        content = as_html(pages, named(form.file.name, extension="pdf")).encode()
        report = ConversionReport(pages=len(pages), warnings=reader.warnings)
        return FileOutput(content, "text/html", named(form.file.name, extension="html"), report)
