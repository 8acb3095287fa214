"""Delete pages from a PDF, with the links and bookmarks that lead to them.

Nothing of the deleted pages is left in the result.
"""

import pikepdf
from pydantic import Field

from flowforge_pdf.core.arranging.taking import take_pages
from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.faults import NoPageLeft
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from servicekit import FileOutput, operation


class DeletePages(Step):
    pages: PageSelection = Field(description=SYNTAX)

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        count = len(pdf.pages)
        deleted = set(select_pages(self.pages, count))
        kept = [position for position in range(count) if position not in deleted]
        if not kept:
            raise NoPageLeft(count=count)
        return take_pages(pdf, kept, work)


class DeletePagesForm(DeletePages, PdfForm):
    pass


@operation(
    "/delete-pages",
    errors=(*SELECTING, NoPageLeft),
    run=RUN,
    cache=CACHE,
    example={"file": THREE_PAGES, "pages": "2"},
)
def delete_pages(form: DeletePagesForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
