"""Rotate pages of a PDF clockwise by quarter turns."""

from typing import Literal

import pikepdf
from pydantic import Field

from flowforge_pdf.core.boxes import rotation_of
from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from servicekit import FileOutput, operation


class Rotate(Step):
    degrees: Literal[0, 90, 180, 270, -90, -180, -270] = Field(
        90, description="Clockwise rotation in degrees."
    )
    pages: PageSelection = Field("all", description=SYNTAX)
    absolute: bool = Field(
        default=False, description="Set the rotation instead of adding to the present one."
    )

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:  # noqa: ARG002 - as in Step
        for position in sorted(set(select_pages(self.pages, len(pdf.pages)))):
            page = pdf.pages[position]
            present = 0 if self.absolute else rotation_of(page)
            page.obj.Rotate = (present + self.degrees) % 360
        return pdf


class RotateForm(Rotate, PdfForm):
    pass


@operation(
    "/rotate",
    errors=SELECTING,
    run=RUN,
    cache=CACHE,
    example={"file": THREE_PAGES, "degrees": 90, "pages": "1"},
)
def rotate_pages(form: RotateForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
