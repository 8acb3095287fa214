"""Put several pages of a PDF on each sheet: 2, 4, 6, 9 or any grid."""

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
from servicekit import FileOutput, InvalidInput, operation


class NoRoomForPages(InvalidInput):
    code = "PDF_NO_ROOM_FOR_PAGES"
    message = "'margin' and 'gap' leave no room for {columns} x {rows} pages on {width} x {height} points."


class NUp(Step):
    columns: int = Field(2, ge=1, le=20, description="Pages beside each other.")
    rows: int = Field(1, ge=1, le=20, description="Pages above each other.")
    paper: Paper | None = Field(
        None, description="Size of the sheets; by default that of the first page, turned if that fits better."
    )
    order: Literal["right", "down", "left"] = Field(
        "right", description="right: row by row; down: column by column; left: row by row from the right."
    )
    margin: Length = Field("0", validate_default=True, description="Room around the sheet.")
    gap: Length = Field("0", validate_default=True, description="Room between pages.")
    border: bool = Field(default=False, description="Draw a thin line around each page.")
    pages: PageSelection = Field("all", description=SYNTAX)

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        positions = select_pages(self.pages, len(pdf.pages))
        for warning in flatten_for_placing(pdf):
            work.warn(warning)
        size = self.paper or self._size_like(pdf.pages[positions[0]])
        cells = self._cells(size)
        made = pikepdf.new()
        for start in range(0, len(positions), len(cells)):
            sheet = Sheet(size)
            for cell, position in zip(cells, positions[start : start + len(cells)], strict=False):
                what = placeable(made, pdf.pages[position], pdf)
                sheet.draw(what, fitted(what, cell))
                if self.border:
                    sheet.frame(cell)
            sheet.add_to(made)
        copy_document_entries(pdf, made)
        return made

    def _size_like(self, page: pikepdf.Page) -> tuple[float, float]:
        width, height, _ = shown_size(page)
        upright = min(width / self.columns / width, height / self.rows / height)
        turned = min(height / self.columns / width, width / self.rows / height)
        return (height, width) if turned > upright else (width, height)

    def _cells(self, size: tuple[float, float]) -> list[Box]:
        width = (size[0] - 2 * self.margin - (self.columns - 1) * self.gap) / self.columns
        height = (size[1] - 2 * self.margin - (self.rows - 1) * self.gap) / self.rows
        if width < 1 or height < 1:
            raise NoRoomForPages(
                columns=self.columns, rows=self.rows, width=round(size[0]), height=round(size[1])
            )
        grid = [(column, row) for row in range(self.rows) for column in range(self.columns)]
        if self.order == "down":
            grid = [(column, row) for column in range(self.columns) for row in range(self.rows)]
        elif self.order == "left":
            grid = [(self.columns - 1 - column, row) for column, row in grid]
        cells = []
        for column, row in grid:
            left = self.margin + column * (width + self.gap)
            top = size[1] - self.margin - row * (height + self.gap)
            cells.append(Box(left, top - height, left + width, top))
        return cells


class NUpForm(NUp, PdfForm):
    pass


@operation(
    "/n-up",
    errors=(*SELECTING, NoRoomForPages),
    run=RUN,
    cache=CACHE,
    example={"file": THREE_PAGES, "columns": 2, "rows": 2, "border": True},
)
def put_pages_on_sheets(form: NUpForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
