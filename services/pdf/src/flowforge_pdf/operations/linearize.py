"""Write a PDF so that its first page can be shown before the rest has loaded."""

import pikepdf

from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, operation


class Linearize(Step):
    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        work.saving.linearize = True
        return pdf


class LinearizeForm(Linearize, PdfForm):
    pass


@operation("/linearize", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def linearize_document(form: LinearizeForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
