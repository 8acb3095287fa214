"""Write page numbers on the pages of a PDF."""

from typing import Literal

import pikepdf
from pydantic import Field

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.stamping.running_texts import Placed
from flowforge_pdf.core.steps import Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import select_pages
from servicekit import FileOutput, operation

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class PageNumbers(Placed):
    text: str = Field(
        "{page}", max_length=200, description="The text; {page} is the number, {pages} the last one."
    )
    start: int = Field(1, ge=0, le=1_000_000, description="Number of the first page that gets one.")
    style: Literal["decimal", "roman", "letters"] = Field("decimal", description="How numbers are written.")

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:  # noqa: ARG002 - as in Step
        positions = sorted(set(select_pages(self.pages, len(pdf.pages))))
        last = self.start + len(positions) - 1
        texts = [
            self.text.replace("{page}", self._written(number)).replace("{pages}", self._written(last))
            for number in range(self.start, last + 1)
        ]
        self.write(pdf, positions, texts)
        return pdf

    def _written(self, number: int) -> str:
        if self.style == "roman" and 0 < number < 4000:  # noqa: PLR2004 - the most that has letters
            return _roman(number)
        if self.style == "letters" and number > 0:
            return _letters(number)
        return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(97 + digit) + text
    return text


class PageNumbersForm(PageNumbers, PdfForm):
    pass


@operation(
    "/page-numbers",
    errors=(*SELECTING, FontLacksCharacters),
    run=RUN,
    cache=CACHE,
    example={"file": THREE_PAGES, "text": "{page} / {pages}"},
)
def number_pages(form: PageNumbersForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
