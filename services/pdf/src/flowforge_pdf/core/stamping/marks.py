"""Marks on pages: a text or a picture, once or tiled, turned, faded, over or under the content."""

import math
from typing import Self

import pikepdf
from pydantic import Field, model_validator

from flowforge_pdf.core.arranging.pictures import picture_as_form
from flowforge_pdf.core.boxes import rotation_of, visible_box
from flowforge_pdf.core.lengths import Color, Length, Position, place
from flowforge_pdf.core.stamping.layer import Layer
from flowforge_pdf.core.stamping.texts import text_forms
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages

_MOST_TILES = 400


class Mark(Step):
    text: str | None = Field(
        None, min_length=1, max_length=500, description="Text of the mark; may have lines."
    )
    source: int | None = Field(
        None, ge=0, description="Instead of a text: position, from 0, of a picture among the 'sources'."
    )
    size: float = Field(48, gt=0.5, le=1_000, description="Size of the letters in points.")
    color: Color = Field("#808080", validate_default=True, description="Color of the text.")
    bold: bool = Field(default=False, description="Set the text in bold.")
    width: Length | None = Field(None, description="Width of a picture; by default a quarter of the page's.")
    angle: float = Field(0, ge=-360, le=360, description="Rotation in degrees, counterclockwise.")
    opacity: float = Field(1.0, gt=0, le=1, description="1 is opaque.")
    position: Position = Field("center", description="Where on the page the mark is.")
    margin: Length = Field("36pt", validate_default=True, description="Distance from the page's edges.")
    tile: bool = Field(default=False, description="Repeat the mark all over the page.")
    gap: Length = Field("60pt", validate_default=True, description="Room between repeated marks.")
    under: bool = Field(default=False, description="Draw it under the content.")
    pages: PageSelection = Field("all", description=SYNTAX)

    @model_validator(mode="after")
    def _has_one_mark(self) -> Self:
        if self.text is not None and self.source is not None:
            raise ValueError("give 'text' or a picture, not both")
        return self

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        form, natural, scalable = self._form(pdf, work)
        for position in sorted(set(select_pages(self.pages, len(pdf.pages)))):
            page = pdf.pages[position]
            layer = Layer(pdf, visible_box(page), rotation_of(page))
            scale = self._scale(natural, layer.size[0]) if scalable else 1.0
            self._draw(layer, form, (natural[0] * scale, natural[1] * scale), unit=scalable, scale=scale)
            layer.add_to(page, under=self.under)
        return pdf

    def _form(self, pdf: pikepdf.Pdf, work: Work) -> tuple[pikepdf.Object, tuple[float, float], bool]:
        """Return what is drawn, its natural size, and whether it is a picture."""
        if self.text is not None:
            (text,) = text_forms(pdf, [self.text], size=self.size, color=self.color, bold=self.bold)
            return text.form, (text.width, text.height), False
        image, size = picture_as_form(pdf, work.source(self.source or 0).path, "source")
        return image, size, True

    def _scale(self, natural: tuple[float, float], page_width: float) -> float:
        return (self.width or page_width / 4) / natural[0]

    def _draw(
        self, layer: Layer, form: pikepdf.Object, size: tuple[float, float], *, unit: bool, scale: float
    ) -> None:
        radians = math.radians(self.angle)
        cosine, sine = math.cos(radians), math.sin(radians)
        outer = (
            abs(size[0] * cosine) + abs(size[1] * sine),
            abs(size[0] * sine) + abs(size[1] * cosine),
        )
        grow = size if unit else (scale, scale)
        for left, bottom in self._places(layer.size, outer):
            middle = left + outer[0] / 2, bottom + outer[1] / 2
            matrix = pikepdf.Matrix(grow[0], 0, 0, grow[1], -size[0] / 2, -size[1] / 2)
            matrix = matrix @ pikepdf.Matrix(cosine, sine, -sine, cosine, middle[0], middle[1])
            layer.draw(form, matrix, self.opacity)

    def _places(self, page: tuple[float, float], size: tuple[float, float]) -> list[tuple[float, float]]:
        if not self.tile:
            return [place(page, size, self.position, self.margin)]
        step = max(size[0] + self.gap, page[0] / 20), max(size[1] + self.gap, page[1] / 20)
        columns, rows = math.ceil(page[0] / step[0]) + 1, math.ceil(page[1] / step[1]) + 1
        places = [
            (column * step[0] - (step[0] / 2 if row % 2 else 0), row * step[1] - size[1] / 2)
            for row in range(rows)
            for column in range(columns)
        ]
        return places[:_MOST_TILES]
