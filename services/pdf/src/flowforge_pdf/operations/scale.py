"""Scale pages of a PDF to a paper size, or by a factor."""

from typing import Literal, Self

import pikepdf
from pydantic import Field, model_validator

from flowforge_pdf.core.arranging.scaling import scale_page
from flowforge_pdf.core.boxes import shown_size
from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.lengths import Length, Paper
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from servicekit import FileOutput, operation


class Scale(Step):
    paper: Paper | None = Field(None, description="Size of the pages, such as a4 or 'letter landscape'.")
    factor: float | None = Field(None, gt=0.01, le=100, description="Scale by this factor instead.")
    fit: Literal["contain", "stretch", "center"] = Field(
        "contain",
        description="contain keeps the ratio; stretch fills the paper; center changes only the paper.",
    )
    turn: bool = Field(default=True, description="Turn the paper to the orientation of each page.")
    margin: Length = Field("0", validate_default=True, description="Room around the page on its paper.")
    pages: PageSelection = Field("all", description=SYNTAX)

    @model_validator(mode="after")
    def _names_a_size(self) -> Self:
        if (self.paper is None) == (self.factor is None):
            raise ValueError("give 'paper' or 'factor'")
        return self

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:  # noqa: ARG002 - as in Step
        for position in sorted(set(select_pages(self.pages, len(pdf.pages)))):
            page = pdf.pages[position]
            width, height, _ = shown_size(page)
            target = self._target(width, height)
            scale_page(pdf, page, target, fit=self.fit, margin=self.margin)
        return pdf

    def _target(self, width: float, height: float) -> tuple[float, float]:
        if self.factor is not None:
            return width * self.factor, height * self.factor
        target = self.paper or (width, height)
        if self.turn and (width > height) != (target[0] > target[1]):
            return target[1], target[0]
        return target


class ScaleForm(Scale, PdfForm):
    pass


@operation("/scale", errors=SELECTING, run=RUN, cache=CACHE, example={"file": THREE_PAGES, "paper": "a4"})
def scale_pages(form: ScaleForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
