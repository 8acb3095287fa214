"""Arrange a PDF as a booklet: two pages on each side, to be printed on both sides, folded and stapled."""

from typing import Literal

import pikepdf
from pydantic import Field

from flowforge_pdf.core.arranging.placing import Sheet, fitted, flatten_for_placing, placeable
from flowforge_pdf.core.arranging.taking import copy_document_entries
from flowforge_pdf.core.boxes import Box, shown_size
from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.lengths import Length, Paper
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from servicekit import FileOutput, operation

_PAGES_OF_A_SHEET = 4


class Booklet(Step):
    pages: PageSelection = Field("all", description=SYNTAX)
    paper: Paper | None = Field(
        None, description="Size of the sheets; by default twice that of the first page."
    )
    binding: Literal["left", "right"] = Field(
        "left", description="right for documents read from right to left."
    )
    sheets_per_section: int = Field(
        0, ge=0, le=100, description="Sheets that are folded together; 0: all of them, as for stapling."
    )
    gutter: Length = Field(
        "0", validate_default=True, description="Room between the two pages, for the fold."
    )

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        positions = select_pages(self.pages, len(pdf.pages))
        for warning in flatten_for_placing(pdf):
            work.warn(warning)
        width, height, _ = shown_size(pdf.pages[positions[0]])
        size = self.paper or (2 * width + self.gutter, height)
        if size[0] < size[1]:
            size = (size[1], size[0])
        middle, half = size[0] / 2, max(1.0, (size[0] - self.gutter) / 2)
        areas = (Box(0, 0, half, size[1]), Box(size[0] - half, 0, size[0], size[1]))
        made = pikepdf.new()
        for pair in self._sides(positions):
            sheet = Sheet(size)
            for area, position in zip(areas, pair, strict=True):
                if position is not None:
                    what = placeable(made, pdf.pages[position], pdf)
                    sheet.draw(what, _to_fold(fitted(what, area), what.size, area, middle))
            sheet.add_to(made)
        copy_document_entries(pdf, made)
        return made

    def _sides(self, positions: list[int]) -> list[tuple[int | None, int | None]]:
        """Return left and right page of every printed side; None is blank."""
        whole = self.sheets_per_section * _PAGES_OF_A_SHEET or -(-len(positions) // 4) * 4
        sides: list[tuple[int | None, int | None]] = []
        for start in range(0, len(positions), whole):
            section: list[int | None] = list(positions[start : start + whole])
            section += [None] * (-len(section) % _PAGES_OF_A_SHEET)
            count = len(section)
            for sheet in range(count // _PAGES_OF_A_SHEET):
                outer, inner = 2 * sheet, 2 * sheet + 1
                sides.append((section[count - 1 - outer], section[outer]))
                sides.append((section[inner], section[count - 1 - inner]))
        return sides if self.binding == "left" else [(right, left) for left, right in sides]


def _to_fold(matrix: pikepdf.Matrix, size: tuple[float, float], area: Box, middle: float) -> pikepdf.Matrix:
    """Move a page that is narrower than its half towards the fold."""
    factor = min(area.width / size[0], area.height / size[1])
    slack = (area.width - size[0] * factor) / 2
    return matrix @ pikepdf.Matrix(1, 0, 0, 1, slack if area.right <= middle else -slack, 0)


class BookletForm(Booklet, PdfForm):
    pass


@operation("/booklet", errors=SELECTING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def make_booklet(form: BookletForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
