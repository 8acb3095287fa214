"""Write Bates numbers on the pages of a PDF: a prefix and a number of fixed length that counts on."""

import pikepdf
from pydantic import Field

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.lengths import Position
from flowforge_pdf.core.stamping.running_texts import Placed
from flowforge_pdf.core.steps import Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import select_pages
from servicekit import FileOutput, operation


class Bates(Placed):
    prefix: str = Field("", max_length=50, description="Text before the number.")
    suffix: str = Field("", max_length=50, description="Text after the number.")
    digits: int = Field(6, ge=1, le=15, description="Length of the number, filled with zeros.")
    start: int = Field(1, ge=0, le=10**15, description="Number of the first page.")
    position: Position = Field("bottom-right", description="Where on the page it stands.")

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:  # noqa: ARG002 - as in Step
        positions = sorted(set(select_pages(self.pages, len(pdf.pages))))
        texts = [
            f"{self.prefix}{self.start + at:0{self.digits}d}{self.suffix}" for at in range(len(positions))
        ]
        self.write(pdf, positions, texts)
        return pdf


class BatesForm(Bates, PdfForm):
    pass


@operation(
    "/bates",
    errors=(*SELECTING, FontLacksCharacters),
    run=RUN,
    cache=CACHE,
    example={"file": THREE_PAGES, "prefix": "ACME-"},
)
def number_for_court(form: BatesForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
