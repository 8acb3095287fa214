"""Render pages of a PDF as pictures: PNG, JPEG, WebP, TIFF or SVG."""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_pdf.core.boxes import shown_size
from flowforge_pdf.core.documents import CACHE, PdfForm, named, save
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.lengths import Color, rgb
from flowforge_pdf.core.rendering.encoding import EXTENSIONS, MEDIA_TYPES, as_svg, encode
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING, TooManyPixels
from flowforge_pdfs.opening import RUN, open_pdf, reading
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from flowforge_pdfs.rendering import check_pixels, draw, open_for_drawing
from servicekit import Context, FileOutput, FileOutputs, operation


class RenderForm(PdfForm):
    pages: PageSelection = Field("all", description=SYNTAX)
    format: Literal["png", "jpeg", "webp", "tiff", "svg"] = Field(
        "png", description="Format of the pictures."
    )
    dpi: float = Field(144, ge=10, le=1_200, description="Pixels an inch; of no meaning for svg.")
    grayscale: bool = Field(default=False, description="Draw in shades of gray.")
    background: Color | Literal["transparent"] = Field(
        "white", validate_default=True, description="Color of the paper, or transparent (png, webp, tiff)."
    )
    annotations: bool = Field(default=True, description="Draw annotations and form fields.")
    quality: int = Field(85, ge=1, le=100, description="Quality of jpeg and webp.")


class RenderReport(BaseModel):
    count: int = Field(description="Number of pictures.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/render",
    errors=(*SELECTING, TooManyPixels),
    run=RUN,
    cache=CACHE,
    example={"file": THREE_PAGES, "pages": "1", "dpi": 72},
)
def render_pages(form: RenderForm, settings: PdfSettings, context: Context) -> FileOutputs[RenderReport]:
    if form.format == "svg":
        return _as_svg(form, settings, context)
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        positions = select_pages(form.pages, len(opened.pdf.pages))
        warnings = opened.warnings
    files: list[FileOutput] = []
    with open_for_drawing(form.file.path, form.password, forms=form.annotations) as document:
        check_pixels(document, positions, form.dpi, settings.limits)
        for done, position in enumerate(positions, 1):
            context.check()
            picture = draw(
                document,
                position,
                form.dpi,
                background=_paper(form.background),
                gray=form.grayscale,
                annotations=form.annotations,
            )
            content = encode(picture, form.format, quality=form.quality, dpi=form.dpi)
            files.append(FileOutput(content, MEDIA_TYPES[form.format], _name(form, position, len(document))))
            context.progress(done, len(positions))
    report = RenderReport(count=len(files), warnings=warnings)
    return FileOutputs(files, named(form.file.name, "-pages", "zip"), report)


def _as_svg(form: RenderForm, settings: PdfSettings, context: Context) -> FileOutputs[RenderReport]:
    files: list[FileOutput] = []
    with open_pdf(form.file.path, form.password, settings.limits) as opened, reading():
        count = len(opened.pdf.pages)
        positions = select_pages(form.pages, count)
        content = save(opened.pdf)
        for position in positions:
            context.check()
            width, height, _ = shown_size(opened.pdf.pages[position])
            drawn = as_svg(content, position + 1, (width, height))
            files.append(FileOutput(drawn, MEDIA_TYPES["svg"], _name(form, position, count)))
        report = RenderReport(count=len(files), warnings=opened.warnings)
    return FileOutputs(files, named(form.file.name, "-pages", "zip"), report)


def _paper(color: str) -> tuple[int, int, int, int]:
    if color == "transparent":
        return 255, 255, 255, 0
    red, green, blue = (round(255 * each) for each in rgb(color))
    return red, green, blue, 255


def _name(form: RenderForm, position: int, count: int) -> str:
    return named(form.file.name, f"-{position + 1:0{len(str(count))}d}", EXTENSIONS[form.format])
