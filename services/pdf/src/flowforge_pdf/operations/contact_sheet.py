"""Draw the pages of a PDF as small pictures on one sheet, with their numbers."""

from PIL import Image, ImageDraw, ImageFont
from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm, named
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.rendering.encoding import EXTENSIONS, MEDIA_TYPES, PictureFormat, encode
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING, TooManyPixels
from flowforge_pdfs.opening import RUN, open_pdf
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from flowforge_pdfs.rendering import draw, open_for_drawing
from servicekit import Context, FileOutput, operation

_GAP, _LABEL = 12, 18
_POINTS_AN_INCH = 72


class ContactSheetForm(PdfForm):
    pages: PageSelection = Field("all", description=SYNTAX)
    columns: int = Field(4, ge=1, le=20, description="Pages beside each other.")
    width: int = Field(200, ge=32, le=1_000, description="Width of each page in pixels.")
    format: PictureFormat = Field("png", description="Format of the sheet.")
    quality: int = Field(85, ge=1, le=100, description="Quality of jpeg and webp.")


class ContactSheetReport(BaseModel):
    pages: int = Field(description="Number of pages that are shown.")
    width: int = Field(description="Width of the picture in pixels.")
    height: int = Field(description="Height of the picture in pixels.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/contact-sheet", errors=(*SELECTING, TooManyPixels), run=RUN, cache=CACHE, example={"file": THREE_PAGES}
)
def draw_contact_sheet(
    form: ContactSheetForm, settings: PdfSettings, context: Context
) -> FileOutput[ContactSheetReport]:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        positions = select_pages(form.pages, len(opened.pdf.pages))
        warnings = opened.warnings
    with open_for_drawing(form.file.path, form.password) as document:
        sizes = [document.get_page_size(position) for position in positions]
        heights = [max(1, round(form.width * height / max(width, 1))) for width, height in sizes]
        cell = min(4 * form.width, max(heights)) + _LABEL + _GAP
        columns = min(form.columns, len(positions))
        size = (columns * (form.width + _GAP) + _GAP, -(-len(positions) // columns) * cell + _GAP)
        settings.limits.check_pixels(size[0] * size[1] + form.width * sum(heights))
        sheet = Image.new("RGB", size, "#d8d8d8")
        pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
        for at, position in enumerate(positions):
            context.check()
            picture = draw(document, position, form.width / max(sizes[at][0], 1) * _POINTS_AN_INCH).convert(
                "RGB"
            )
            picture.thumbnail((form.width, cell - _LABEL - _GAP))
            left, top = _GAP + at % columns * (form.width + _GAP), _GAP + at // columns * cell
            sheet.paste(picture, (left + (form.width - picture.width) // 2, top))
            pen.text(
                (left + form.width / 2, top + cell - _GAP - _LABEL), str(position + 1), "#202020", font, "ma"
            )
    report = ContactSheetReport(pages=len(positions), width=size[0], height=size[1], warnings=warnings)
    content = encode(sheet, form.format, quality=form.quality, dpi=_POINTS_AN_INCH)
    name = named(form.file.name, "-pages", EXTENSIONS[form.format])
    return FileOutput(content, MEDIA_TYPES[form.format], name, report)
