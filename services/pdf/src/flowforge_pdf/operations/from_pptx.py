"""Convert a PowerPoint presentation (PPTX) to PDF: a page for each slide, with text that can be searched.

Shapes, pictures, tables and charts are drawn as vectors. Animations, media and notes are left out. Fonts of
the presentation are replaced by Noto Sans; characters that no font has are an error.
"""

import zipfile
from urllib.parse import unquote, urlsplit

from pydantic import Field

from flowforge_fonts import DEFAULT_FAMILY, FontLacksCharacters, load_fonts
from flowforge_pdf.core.documents import MEDIA_TYPE, PdfReport, named
from flowforge_pdf.core.making.office_files import OfficeFileTooLarge, check_office_file
from flowforge_pdf.core.making.slides import SlideWriter
from flowforge_pdf.core.making.text_layer import with_text_layer
from flowforge_pdf.core.office_examples import SLIDES
from flowforge_pdf.engines.plutoprint import TooLong, typeset
from flowforge_pdf.engines.pptx import Deck, PptxFailed, open_deck
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPages
from flowforge_pdfs.opening import RUN
from servicekit import Cache, FileInput, FileOutput, InvalidInput, RequestForm, Unsupported, operation

_STYLE = (
    "@page{size:%.2fpx %.2fpx;margin:0}body{margin:0}section{position:relative;break-after:page;"
    "break-inside:avoid}section:last-child{break-after:auto}svg{display:block}p{margin:0}"
    ".text{position:absolute;display:flex;flex-direction:column;font-family:'" + DEFAULT_FAMILY + "';"
    "line-height:1.2;padding:4px 8px;box-sizing:border-box}"
)
_DRAWN = ("image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp", "image/svg+xml")


class NotPptx(Unsupported):
    code = "NOT_A_PPTX"
    message = "'file' is not a PowerPoint presentation (PPTX). Save older .ppt files as .pptx first."


class PptxUndrawable(InvalidInput):
    code = "PPTX_UNDRAWABLE"
    message = "'file' is a presentation that cannot be laid out: it is damaged, or uses unknown features."


class NoSlides(InvalidInput):
    code = "PPTX_HAS_NO_SLIDES"
    message = "'file' is a presentation without slides."


class FromPptxForm(RequestForm):
    file: FileInput = Field(description="The PPTX file.")


@operation(
    "/from-pptx",
    errors=[NotPptx, PptxUndrawable, NoSlides, OfficeFileTooLarge, TooManyPages, FontLacksCharacters],
    run=RUN,
    cache=Cache(hours=24),
    example={"file": SLIDES},
)
def convert_from_pptx(form: FromPptxForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    check_office_file(form.file.path, "ppt/presentation.xml", NotPptx)
    try:
        deck = open_deck(form.file.path)
        if not deck.count:
            raise NoSlides
        settings.limits.check_pages(deck.count)
        body, warnings = _body(deck)
    except (PptxFailed, zipfile.BadZipFile, KeyError, TypeError) as error:
        raise PptxUndrawable from error
    style = _STYLE % (deck.width, deck.height)
    size = (deck.width * 0.75, deck.height * 0.75)
    try:
        content = typeset(
            f"<style>{style}</style>{body}",
            size,
            (0, 0, 0, 0),
            lambda url: _picture(deck, url),
            deck.count + 1,
        )
    except (TooLong, ValueError, RuntimeError) as error:
        raise PptxUndrawable from error
    content, layer = with_text_layer(content, body)
    report = PdfReport(pages=deck.count, bytes=len(content), warnings=[*warnings, *layer.warnings])
    return FileOutput(content, MEDIA_TYPE, named(form.file.name), report)


def _body(deck: Deck) -> tuple[str, list[str]]:
    fonts, warnings = load_fonts(), []
    sections = []
    for number, slide in enumerate(deck.slides, 1):
        writer = SlideWriter(number)
        sections.append(writer.write(slide, deck.width, deck.height))
        fonts.check("".join(writer.texts))
    unknown = sorted({kind.rpartition("/")[2] for _, kind in deck.pictures.values() if kind not in _DRAWN})
    if unknown:
        warnings.append(f"Pictures in these formats are left out: {', '.join(unknown)}.")
    return "".join(sections), warnings


def _picture(deck: Deck, url: str) -> tuple[bytes, str] | None:
    return deck.pictures.get(unquote(urlsplit(url).path).lstrip("/"))
