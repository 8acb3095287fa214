"""Put all pages of a PDF below or beside each other on one long page."""

from typing import Literal

import pikepdf
from pydantic import Field

from flowforge_pdf.core.arranging.placing import Sheet, fitted, flatten_for_placing, placeable
from flowforge_pdf.core.arranging.taking import copy_document_entries
from flowforge_pdf.core.boxes import Box
from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.lengths import Length
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from servicekit import FileOutput, operation

_LONGEST = 14_400.0


class SinglePage(Step):
    pages: PageSelection = Field("all", description=SYNTAX)
    direction: Literal["down", "right"] = Field("down", description="Where the next page is put.")
    gap: Length = Field("0", validate_default=True, description="Room between pages.")

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        positions = select_pages(self.pages, len(pdf.pages))
        for warning in flatten_for_placing(pdf):
            work.warn(warning)
        made = pikepdf.new()
        parts = [placeable(made, pdf.pages[position], pdf) for position in positions]
        down = self.direction == "down"
        widths, heights = [part.size[0] for part in parts], [part.size[1] for part in parts]
        gaps = self.gap * (len(parts) - 1)
        size = (max(widths), sum(heights) + gaps) if down else (sum(widths) + gaps, max(heights))
        if max(size) > _LONGEST:
            work.warn(
                f"The page is {max(size):.0f} points long: many viewers show 14,400 (200 inches) at most."
            )
        sheet = Sheet(size)
        left, top = 0.0, size[1]
        for part in parts:
            width, height = part.size
            sheet.draw(part, fitted(part, Box(left, top - height, left + width, top)))
            if down:
                top -= height + self.gap
            else:
                left += width + self.gap
        sheet.add_to(made)
        copy_document_entries(pdf, made)
        return made


class SinglePageForm(SinglePage, PdfForm):
    pass


@operation("/single-page", errors=SELECTING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def join_on_one_page(form: SinglePageForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
