"""Remove files that are attached to a PDF: those named, or all."""

import pikepdf
from pydantic import Field

from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, InvalidInput, operation


class UnknownAttachment(InvalidInput):
    code = "PDF_ATTACHMENT_UNKNOWN"
    message = "'names' has '{name}', which is not attached. Attached are: {names}."


class Detach(Step):
    names: list[str] = Field(
        [], max_length=1_000, description="Names of the files; by default all are removed."
    )

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        present = list(pdf.attachments)
        for name in self.names or present:
            if name not in present:
                raise UnknownAttachment(name=name[:80], names=", ".join(present)[:500] or "none")
            del pdf.attachments[name]
        if not present:
            work.warn("The document had no attachments.")
        return pdf


class DetachForm(Detach, PdfForm):
    pass


@operation("/detach", errors=(*OPENING, UnknownAttachment), run=RUN, example={"file": THREE_PAGES})
def detach_files(form: DetachForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
