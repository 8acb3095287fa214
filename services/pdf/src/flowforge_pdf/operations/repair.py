"""Rebuild the structure of a damaged PDF; the report says what was wrong."""

import pikepdf

from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, operation


class Repair(Step):
    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        pdf.fix_dangling_references()
        pdf.remove_unreferenced_resources()
        work.saving.recompress = True
        return pdf


class RepairForm(Repair, PdfForm):
    pass


@operation("/repair", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def repair_document(form: RepairForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
