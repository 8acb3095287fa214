"""Draw one page of a PDF as a small picture."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm, named
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.rendering.encoding import EXTENSIONS, MEDIA_TYPES, PictureFormat, encode
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING, TooManyPixels
from flowforge_pdfs.opening import RUN, open_pdf
from flowforge_pdfs.page_selection import PageSelection, select_pages
from flowforge_pdfs.rendering import draw, open_for_drawing
from servicekit import FileOutput, operation

_POINTS_AN_INCH = 72
_LEAST_DPI, _MOST_DPI = 1.0, 1_200.0


class ThumbnailForm(PdfForm):
    page: PageSelection = Field("1", description="The page, such as 1, -1 or last; of several, the first.")
    width: int = Field(256, ge=8, le=4_096, description="Most pixels in width.")
    height: int = Field(256, ge=8, le=4_096, description="Most pixels in height.")
    format: PictureFormat = Field("png", description="Format of the picture.")
    quality: int = Field(80, ge=1, le=100, description="Quality of jpeg and webp.")


class ThumbnailReport(BaseModel):
    page: int = Field(description="The page that is shown, from 1.")
    pages: int = Field(description="Number of pages of the document.")
    width: int = Field(description="Width of the picture in pixels.")
    height: int = Field(description="Height of the picture in pixels.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/thumbnail", errors=(*SELECTING, TooManyPixels), run=RUN, cache=CACHE, example={"file": THREE_PAGES}
)
def draw_thumbnail(form: ThumbnailForm, settings: PdfSettings) -> FileOutput[ThumbnailReport]:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        position = select_pages(form.page, len(opened.pdf.pages), field="page")[0]
        warnings = opened.warnings
    with open_for_drawing(form.file.path, form.password) as document:
        width, height = document.get_page_size(position)
        factor = min(form.width / max(width, 1), form.height / max(height, 1))
        dpi = min(_MOST_DPI, max(_LEAST_DPI, factor * _POINTS_AN_INCH))
        picture = draw(document, position, dpi)
        picture.thumbnail((form.width, form.height))
        content = encode(picture, form.format, quality=form.quality, dpi=_POINTS_AN_INCH)
        report = ThumbnailReport(
            page=position + 1,
            pages=len(document),
            width=picture.width,
            height=picture.height,
            warnings=warnings,
        )
    name = named(form.file.name, "-thumbnail", EXTENSIONS[form.format])
    return FileOutput(content, MEDIA_TYPES[form.format], name, report)
