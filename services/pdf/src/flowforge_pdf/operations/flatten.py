"""Draw form fields and annotations into the pages of a PDF: they look the same and cannot be changed."""

import pikepdf
from pydantic import Field

from flowforge_pdf.core.changing.flattening import flatten
from flowforge_pdf.core.contents import annotations_of
from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, operation


class Flatten(Step):
    forms: bool = Field(default=True, description="Flatten form fields.")
    annotations: bool = Field(default=True, description="Flatten comments, stamps and drawings.")

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        if self.forms and "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        flatten(pdf, forms=self.forms, annotations=self.annotations)
        if self.forms and "/AcroForm" in pdf.Root:
            del pdf.Root["/AcroForm"]
        if any("/Sig" in str(each.get("/FT", "")) for page in pdf.pages for each in annotations_of(page)):
            work.warn("Signatures are drawn as they look, and are no longer valid.")
        return pdf


class FlattenForm(Flatten, PdfForm):
    pass


@operation("/flatten", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def flatten_document(form: FlattenForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
