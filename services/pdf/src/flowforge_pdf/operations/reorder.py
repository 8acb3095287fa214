"""Reorder the pages of a PDF: those that are named come first, the others follow in their order."""

import pikepdf
from pydantic import Field

from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from servicekit import FileOutput, operation


class Reorder(Step):
    order: PageSelection = Field(description=f"The new order, such as -1-1 for backwards. {SYNTAX}")

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        pages = list(pdf.pages)
        named = list(dict.fromkeys(select_pages(self.order, len(pages), field="order")))
        if "/PageLabels" in pdf.Root:
            work.warn("Page labels stay at their positions: they are not moved with the pages.")
        rest = sorted(set(range(len(pages))) - set(named))
        del pdf.pages[:]
        pdf.pages.extend([pages[position] for position in (*named, *rest)])
        return pdf


class ReorderForm(Reorder, PdfForm):
    pass


@operation("/reorder", errors=SELECTING, run=RUN, cache=CACHE, example={"file": THREE_PAGES, "order": "3-1"})
def reorder_pages(form: ReorderForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
