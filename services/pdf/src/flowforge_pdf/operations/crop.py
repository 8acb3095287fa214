"""Crop pages of a PDF: by margins, to a box, or to what is drawn on them.

What lies outside stays in the file, hidden; use /redact to remove content.
"""

from typing import Self

import pikepdf
from pydantic import Field, model_validator

from flowforge_pdf.core.arranging.placing import upright
from flowforge_pdf.core.boxes import Box, rotation_of, visible_box
from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.lengths import Length, Offset
from flowforge_pdf.core.rendering.content_bounds import content_bounds
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from servicekit import FileOutput, InvalidInput, RequestBody, operation

_HIDDEN = "What was cropped away is hidden, not removed: it is still in the file."


class NothingLeft(InvalidInput):
    code = "PDF_CROP_LEAVES_NOTHING"
    message = "Page {page} is {width} x {height} points: the crop leaves nothing of it."


class Area(RequestBody):
    """A rectangle on the page as it is shown: (0, 0) is its top left corner."""

    x: Offset = Field("0", validate_default=True, description="Distance from the left edge.")
    y: Offset = Field("0", validate_default=True, description="Distance from the top edge.")
    width: Length = Field(description="Width: a number of points, or a text such as 50mm.")
    height: Length = Field(description="Height: a number of points, or a text such as 50mm.")


class Crop(Step):
    top: Length = Field("0", validate_default=True, description="Cut off at the top.")
    right: Length = Field("0", validate_default=True, description="Cut off at the right.")
    bottom: Length = Field("0", validate_default=True, description="Cut off at the bottom.")
    left: Length = Field("0", validate_default=True, description="Cut off at the left.")
    area: Area | None = Field(None, description="Keep this rectangle instead.")
    to_content: bool = Field(
        default=False, description="Cut off empty margins; top, right, bottom and left are kept."
    )
    pages: PageSelection = Field("all", description=SYNTAX)

    @model_validator(mode="after")
    def _has_one_way(self) -> Self:
        if self.area is not None and self.to_content:
            raise ValueError("give 'area' or 'to_content', not both")
        return self

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        positions = sorted(set(select_pages(self.pages, len(pdf.pages))))
        drawn = content_bounds(pdf, positions, work.limits) if self.to_content else {}
        for position in positions:
            page = pdf.pages[position]
            box, rotation = visible_box(page), rotation_of(page)
            turned = upright(box, rotation)
            shown = pikepdf.Rectangle(box.left, box.bottom, box.right, box.top)
            width, height = _size(turned.transform(shown))
            kept = self._kept(width, height, drawn.get(position))
            whole = Box(0, 0, width, height)
            cut = kept and kept.intersection(whole)
            if cut is None or min(cut.width, cut.height) < 1:
                raise NothingLeft(page=position + 1, width=round(width), height=round(height))
            inside = turned.inverse().transform(pikepdf.Rectangle(cut.left, cut.bottom, cut.right, cut.top))
            page.obj.CropBox = Box(inside.llx, inside.lly, inside.urx, inside.ury).array
        work.warn(_HIDDEN)
        return pdf

    def _kept(self, width: float, height: float, drawn: Box | None) -> Box | None:
        if self.area is not None:
            top = height - self.area.y
            return Box(self.area.x, top - self.area.height, self.area.x + self.area.width, top)
        if self.to_content:
            if drawn is None:
                return Box(0, 0, width, height)
            return Box(
                drawn.left - self.left,
                drawn.bottom - self.bottom,
                drawn.right + self.right,
                drawn.top + self.top,
            )
        return Box(self.left, self.bottom, width - self.right, height - self.top)


def _size(rectangle: pikepdf.Rectangle) -> tuple[float, float]:
    return float(rectangle.width), float(rectangle.height)


class CropForm(Crop, PdfForm):
    pass


@operation(
    "/crop",
    errors=(*SELECTING, NothingLeft),
    run=RUN,
    cache=CACHE,
    example={"file": THREE_PAGES, "top": "5mm", "left": "5mm"},
)
def crop_pages(form: CropForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
