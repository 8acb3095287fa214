"""Lay the pages of another PDF over or under those of a PDF, such as letterhead or a form."""

from typing import Literal

import pikepdf
from pydantic import Field

from flowforge_pdf.core.arranging.picture_images import PICTURES
from flowforge_pdf.core.arranging.placing import Placeable, flatten_for_placing, placeable
from flowforge_pdf.core.arranging.sources import open_source
from flowforge_pdf.core.boxes import Box, rotation_of, visible_box
from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.faults import UnknownSource
from flowforge_pdf.core.stamping.layer import Layer
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from servicekit import FileInput, FileOutput, operation


class Overlay(Step):
    source: int = Field(0, ge=0, description="Position, from 0, of the file among the 'sources'.")
    source_pages: PageSelection = Field("all", description="Pages of the other file.")
    source_password: str | None = Field(None, max_length=127, description="Password of the other file.")
    under: bool = Field(default=False, description="Lay it under the pages instead of over them.")
    repeat: Literal["none", "last", "all"] = Field(
        "last",
        description="Where the other file has fewer pages: leave the rest, repeat its last page, or all.",
    )
    fit: Literal["contain", "stretch", "original"] = Field(
        "contain", description="Size of the other file's pages."
    )
    opacity: float = Field(1.0, gt=0, le=1, description="1 is opaque.")
    pages: PageSelection = Field("all", description=SYNTAX)

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        targets = sorted(set(select_pages(self.pages, len(pdf.pages))))
        with open_source(
            work.source(self.source), self.source_password, work.limits, name="source"
        ) as opened:
            for warning in opened.warnings:
                work.warn(f"source: {warning}")
            flatten_for_placing(opened.pdf)
            positions = select_pages(self.source_pages, len(opened.pdf.pages), field="source_pages")
            forms: dict[int, Placeable] = {}
            for turn, target in enumerate(targets):
                position = self._of(turn, positions)
                if position is None:
                    break
                if position not in forms:
                    forms[position] = placeable(pdf, opened.pdf.pages[position], opened.pdf)
                self._lay(pdf, pdf.pages[target], forms[position])
        return pdf

    def _of(self, turn: int, positions: list[int]) -> int | None:
        if turn < len(positions):
            return positions[turn]
        return {"none": None, "last": positions[-1], "all": positions[turn % len(positions)]}[self.repeat]

    def _lay(self, pdf: pikepdf.Pdf, page: pikepdf.Page, what: Placeable) -> None:
        layer = Layer(pdf, visible_box(page), rotation_of(page))
        width, height = layer.size
        if self.fit == "original":
            area = Box((width - what.size[0]) / 2, (height - what.size[1]) / 2, (width + what.size[0]) / 2,
                       (height + what.size[1]) / 2)  # fmt: skip
        else:
            area = Box(0, 0, width, height)
        layer.draw_page(what, area, stretch=self.fit == "stretch", opacity=self.opacity)
        layer.add_to(page, under=self.under)


class OverlayForm(Overlay, PdfForm):
    overlay: FileInput = Field(description="The PDF or picture that is laid over or under.")


@operation(
    "/overlay",
    errors=(*SELECTING, UnknownSource, *PICTURES),
    run=RUN,
    example={"file": THREE_PAGES, "overlay": THREE_PAGES, "under": True},
)
def overlay_pages(form: OverlayForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits, sources=[form.overlay])
