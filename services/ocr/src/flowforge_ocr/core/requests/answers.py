"""What operations answer of the pages that they read."""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_ocr.core.recognition.languages import language_of, script_of
from flowforge_ocr.core.recognition.pages import ReadPage, UnreadPage
from flowforge_ocr.engines.geometry import Box, Quad
from flowforge_ocr.engines.recognized import Line, Word

Detail = Literal["text", "lines", "words"]
_DOUBTFUL = 0.8


class PixelBox(BaseModel):
    """In pixels of the upright page; (0, 0) is its top left corner."""

    x: float = Field(description="Distance from the left edge.")
    y: float = Field(description="Distance from the top edge.")
    width: float = Field(description="Width in pixels.")
    height: float = Field(description="Height in pixels.")

    @classmethod
    def of(cls, box: Box) -> "PixelBox":
        return cls(
            x=round(box.left, 1), y=round(box.top, 1), width=round(box.width, 1), height=round(box.height, 1)
        )


class TextWord(BaseModel):
    text: str = Field(description="The word.")
    confidence: float = Field(description="From 0 to 1.")
    engine: str = Field(description="The engine that read the word.")
    box: PixelBox = Field(description="Where it stands on the page, in pixels.")
    corners: list[tuple[float, float]] = Field(
        description="The four corners (x, y), from the one where the text begins, clockwise."
    )


class TextLine(BaseModel):
    text: str = Field(description="Text of the line.")
    confidence: float = Field(description="From 0 to 1.")
    engine: str = Field(description="The engine that read the line.")
    box: PixelBox = Field(description="Where it stands on the page, in pixels.")
    corners: list[tuple[float, float]] = Field(
        description="The four corners (x, y), from the one where the text begins, clockwise."
    )
    words: list[TextWord] = Field(description="With detail=words; else empty.")


class TextParagraph(BaseModel):
    text: str = Field(description="Text of the paragraph, its lines joined.")
    box: PixelBox = Field(description="Where it stands on the page, in pixels.")
    lines: list[int] = Field(description="Positions in `lines`, from 0.")


class PageResult(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    width: int = Field(description="Width of the upright page in pixels.")
    height: int = Field(description="Height of the page in pixels.")
    dpi: float | None = Field(description="Pixels an inch; null if the file does not say.")
    angle: int = Field(description="By how many degrees clockwise the page was turned; it was read upright.")
    source: Literal["ocr", "text_layer"] = Field(
        description="Whether the text was recognized or taken from the PDF."
    )
    engine: str = Field(description="Engine that read the page.")
    model: str = Field(description="Model that recognized the letters.")
    language: str | None = Field(description="Probable language (ISO 639-1); null if unknown.")
    script: str | None = Field(description="Script of most letters, such as Latin or Han.")
    confidence: float | None = Field(description="Mean confidence from 0 to 1; null on a page without text.")
    text: str = Field(description="The text in reading order; paragraphs are separated by empty lines.")
    paragraphs: list[TextParagraph] = Field(description="With detail=lines or words; else empty.")
    lines: list[TextLine] = Field(description="In reading order, with detail=lines or words; else empty.")


def page_result(page: ReadPage, detail: Detail, languages: tuple[str, ...] = ()) -> PageResult:
    text, confidence = page.text, page.confidence
    return PageResult(
        page=page.number,
        width=page.width,
        height=page.height,
        dpi=round(page.dpi, 1) if page.dpi else None,
        angle=page.angle,
        source=page.source,
        engine=page.engine,
        model=page.model,
        language=language_of(text, languages),
        script=script_of(text),
        confidence=round(confidence, 4) if confidence is not None else None,
        text=text,
        paragraphs=_paragraphs(page) if detail != "text" else [],
        lines=[_line(line, detail) for line in page.lines] if detail != "text" else [],
    )


class PageFailure(BaseModel):
    """A page without a result."""

    page: int = Field(description="Number of the page, from 1.")
    code: str = Field(description="Code of the error, such as OCR_PAGE_NOT_REACHED.")
    message: str = Field(description="Why the page was not read.")

    @classmethod
    def of(cls, page: UnreadPage) -> "PageFailure":
        return cls(page=page.number, code=page.error.code, message=str(page.error))


def warnings_of(page: ReadPage) -> list[str]:
    """Return what a caller should know about a page that was read."""
    found = list(page.warnings)
    if page.confidence is not None and page.confidence < _DOUBTFUL:
        found.append(
            f"Page {page.number} was read with a low confidence of {page.confidence:.2f}: it may be blurred, "
            "handwritten, or in a script that the engine does not know."
        )
    return found


def _paragraphs(page: ReadPage) -> list[TextParagraph]:
    found, at = [], 0
    for paragraph in page.paragraphs:
        count = sum(1 for _ in paragraph.lines)
        positions = list(range(at, at + count))
        found.append(TextParagraph(text=paragraph.text, box=PixelBox.of(paragraph.box), lines=positions))
        at += count
    return found


def _line(line: Line, detail: Detail) -> TextLine:
    return TextLine(
        text=line.text,
        confidence=round(line.confidence, 4),
        engine=line.engine,
        box=PixelBox.of(line.box),
        corners=corners(line.quad),
        words=[_word(word, line) for word in line.words] if detail == "words" else [],
    )


def _word(word: Word, line: Line) -> TextWord:
    return TextWord(
        text=word.text,
        confidence=round(word.confidence, 4),
        engine=word.engine or line.engine,
        box=PixelBox.of(word.box),
        corners=corners(word.quad),
    )


def corners(quad: Quad) -> list[tuple[float, float]]:
    return [(round(point.x, 1), round(point.y, 1)) for point in quad]
