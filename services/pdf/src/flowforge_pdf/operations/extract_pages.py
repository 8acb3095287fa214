"""Extract pages of a PDF, in the order asked for, with their links, bookmarks and form fields.

Nothing of the other pages is left in the result.
"""

import pikepdf
from pydantic import Field

from flowforge_pdf.core.arranging.taking import take_pages
from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from servicekit import FileOutput, operation


class ExtractPages(Step):
    pages: PageSelection = Field(description=SYNTAX)

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        positions = select_pages(self.pages, len(pdf.pages))
        work.limits.check_pages(len(positions))
        return take_pages(pdf, positions, work)


class ExtractPagesForm(ExtractPages, PdfForm):
    pass


@operation(
    "/extract-pages", errors=SELECTING, run=RUN, cache=CACHE, example={"file": THREE_PAGES, "pages": "1,-1"}
)
def extract_pages(form: ExtractPagesForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
