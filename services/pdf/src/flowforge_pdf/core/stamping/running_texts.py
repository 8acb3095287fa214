"""Texts that count: page numbers and Bates numbers."""

from collections.abc import Sequence

import pikepdf
from pydantic import Field

from flowforge_pdf.core.boxes import rotation_of, visible_box
from flowforge_pdf.core.lengths import Color, Length, Position, place
from flowforge_pdf.core.stamping.layer import Layer
from flowforge_pdf.core.stamping.texts import text_forms
from flowforge_pdf.core.steps import Step
from flowforge_pdfs.page_selection import SYNTAX, PageSelection


class Placed(Step):
    position: Position = Field("bottom-center", description="Where on the page it stands.")
    margin: Length = Field("10mm", validate_default=True, description="Distance from the page's edges.")
    size: float = Field(10, gt=0.5, le=200, description="Size of the letters in points.")
    color: Color = Field("black", validate_default=True, description="Color of the text.")
    bold: bool = Field(default=False, description="Set it in bold.")
    pages: PageSelection = Field("all", description=SYNTAX)

    def write(self, pdf: pikepdf.Pdf, positions: Sequence[int], texts: Sequence[str]) -> None:
        """Write one text on each page."""
        distinct = list(dict.fromkeys(texts))
        forms = dict(
            zip(
                distinct,
                text_forms(pdf, distinct, size=self.size, color=self.color, bold=self.bold),
                strict=True,
            )
        )
        for position, text in zip(positions, texts, strict=True):
            page = pdf.pages[position]
            layer = Layer(pdf, visible_box(page), rotation_of(page))
            what = forms[text]
            left, bottom = place(layer.size, (what.width, what.height), self.position, self.margin)
            layer.draw(what.form, pikepdf.Matrix(1, 0, 0, 1, left, bottom))
            layer.add_to(page)
