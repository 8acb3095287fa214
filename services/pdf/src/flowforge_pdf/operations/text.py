"""Extract the text of a PDF: plain, laid out as on the page, or as words and lines with their boxes."""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.reading.documents import ReadPage, open_reader
from flowforge_pdf.core.reading.page_layout import laid_out
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.characters import Rectangle
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection
from flowforge_pdfs.words import Run, lines_of
from servicekit import operation

Layout = Literal["plain", "layout", "words", "lines"]


class TextForm(PdfForm):
    pages: PageSelection = Field("all", description=SYNTAX)
    layout: Layout = Field(
        "plain",
        description="plain: in the order of the content; layout: white space keeps columns apart; words and "
        "lines: with boxes, besides the plain text.",
    )


class TextBox(BaseModel):
    text: str = Field(description="The word or line.")
    box: Rectangle = Field(description="Where it stands on the page.")
    size: float = Field(description="Size of the letters in points.")
    bold: bool = Field(description="Whether its font is bold.")


class PageText(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    width: float = Field(description="Width of the page in points.")
    height: float = Field(description="Height of the page in points.")
    text: str = Field(description="Text of the page.")
    boxes: list[TextBox] = Field(description="With layout=words or lines; else empty.")


class TextResult(BaseModel):
    text: str = Field(description="The text of all pages; pages are separated by form feeds.")
    pages: list[PageText] = Field(description="The text, page by page.")
    characters: int = Field(description="Number of characters that are no white space.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/text", errors=SELECTING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def extract_text(form: TextForm, settings: PdfSettings) -> TextResult:
    with open_reader(form, settings.limits) as reader:
        pages = [_read(page, form.layout) for page in reader.pages(form.pages)]
        text = "\f".join(page.text for page in pages)
        characters = len("".join(text.split()))
        reader.warn_if_silent(characters)
        return TextResult(text=text, pages=pages, characters=characters, warnings=reader.warnings)


def _read(page: ReadPage, layout: Layout) -> PageText:
    text, boxes = "", []
    if layout == "plain":
        text = page.plain_text()
    else:
        words = page.words()
        text = laid_out(words) if layout == "layout" else page.plain_text()
        runs = {"words": lambda: words, "lines": lambda: list(lines_of(words))}.get(layout, list)()
        boxes = [_boxed(run) for run in runs]
    return PageText(
        page=page.number,
        width=round(page.frame.width, 2),
        height=round(page.frame.height, 2),
        text=text,
        boxes=boxes,
    )


def _boxed(run: Run) -> TextBox:
    return TextBox(text=run.text, box=run.rectangle, size=round(run.size, 2), bold=run.bold)
