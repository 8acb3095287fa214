"""Remove the password and the restrictions of a PDF, given the password that opens it."""

import pikepdf

from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, operation


class Decrypt(Step):
    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        if not pdf.is_encrypted:
            work.warn("The document was not encrypted.")
        work.saving.encryption = False
        return pdf


class DecryptForm(Decrypt, PdfForm):
    pass


@operation("/decrypt", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def decrypt_document(form: DecryptForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
