"""Compare two PDFs: the words that differ on each page, and how much the pages look different."""

import difflib
from typing import Literal

from PIL import ImageChops
from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING, TooManyPixels
from flowforge_pdfs.opening import RUN, open_pdf
from flowforge_pdfs.rendering import check_pixels, draw, open_for_drawing
from servicekit import FileInput, operation

_MOST_CHANGES = 1_000
_VISIBLE = 32


class CompareForm(PdfForm):
    other: FileInput = Field(description="The PDF to compare with.")
    other_password: str | None = Field(None, max_length=127, description="Password of the other PDF.")
    visual: bool = Field(default=True, description="Compare how the pages look, too.")
    dpi: float = Field(72, ge=20, le=300, description="Pixels an inch at which pages are compared.")


class Change(BaseModel):
    kind: Literal["added", "removed", "replaced"] = Field(
        description="Whether words were added, removed or replaced."
    )
    before: str = Field(description="Words of the first document.")
    after: str = Field(description="Words of the other document.")


class ComparedPage(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    same_text: bool = Field(description="Whether the page has the same words in both documents.")
    changes: list[Change] = Field(description="The first 1,000.")
    different_pixels: float | None = Field(
        description="Share of the page that looks different; null if not compared."
    )


class Comparison(BaseModel):
    same: bool = Field(description="True if nothing differs.")
    pages_before: int = Field(description="Pages of the first document.")
    pages_after: int = Field(description="Pages of the second document.")
    pages: list[ComparedPage] = Field(description="Every page that either document has.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/compare", errors=(*OPENING, TooManyPixels), run=RUN, example={"file": THREE_PAGES, "other": THREE_PAGES}
)
def compare_documents(form: CompareForm, settings: PdfSettings) -> Comparison:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        warnings = list(opened.warnings)
    with open_pdf(form.other.path, form.other_password, settings.limits, name="other") as opened:
        warnings += [f"other: {warning}" for warning in opened.warnings]
    with (
        open_for_drawing(form.file.path, form.password) as before,
        open_for_drawing(form.other.path, form.other_password, name="other") as after,
    ):
        if form.visual:
            for document in (before, after):
                check_pixels(document, list(range(len(document))), form.dpi, settings.limits)
        count = max(len(before), len(after))
        pages = [_compared(before, after, position, form) for position in range(count)]
        same = all(page.same_text and not page.different_pixels for page in pages) and len(before) == len(
            after
        )
        return Comparison(
            same=same, pages_before=len(before), pages_after=len(after), pages=pages, warnings=warnings
        )


def _compared(before: object, after: object, position: int, form: CompareForm) -> ComparedPage:
    words = [_words(document, position) for document in (before, after)]
    changes = [
        Change(
            kind={"insert": "added", "delete": "removed"}.get(tag, "replaced"),  # type: ignore[arg-type] # of three
            before=" ".join(words[0][a:b]),
            after=" ".join(words[1][c:d]),
        )
        for tag, a, b, c, d in difflib.SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    return ComparedPage(
        page=position + 1,
        same_text=not changes,
        changes=changes[:_MOST_CHANGES],
        different_pixels=_different(before, after, position, form.dpi) if form.visual else None,
    )


def _words(document: object, position: int) -> list[str]:
    if position >= len(document):  # type: ignore[arg-type] # a document of PDFium's
        return []
    textpage = document[position].get_textpage()  # type: ignore[index] # likewise
    text: str = textpage.get_text_range()
    textpage.close()
    return text.split()


def _different(before: object, after: object, position: int, dpi: float) -> float:
    if position >= min(len(before), len(after)):  # type: ignore[arg-type] # documents of PDFium's
        return 1.0
    one, other = (draw(document, position, dpi, gray=True).convert("L") for document in (before, after))
    if one.size != other.size:
        return 1.0
    levels = ImageChops.difference(one, other).histogram()
    return round(sum(levels[_VISIBLE:]) / max(1, sum(levels)), 6)
