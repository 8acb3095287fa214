"""Make a PDF from pictures, a page for each: JPEG as it is, everything else without loss."""

import pikepdf
from pydantic import Field

from flowforge_pdf.core.arranging.picture_images import PICTURES
from flowforge_pdf.core.arranging.pictures import PageFit, PicturePages
from flowforge_pdf.core.documents import PdfReport, written
from flowforge_pdf.core.examples import DOT
from flowforge_pdf.core.lengths import Length, Paper
from flowforge_pdf.core.steps import Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPages
from flowforge_pdfs.opening import RUN
from servicekit import Cache, FileInput, FileOutput, RequestForm, operation


class FromImagesForm(RequestForm):
    images: list[FileInput] = Field(
        min_length=1,
        max_length=500,
        description="JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF, HEIC or SVG, in order.",
    )
    paper: Paper | None = Field(None, description="Paper; by default each page is as large as its picture.")
    fit: PageFit = Field(
        "shrink", description="How pictures fit the paper: shrink only, fit, fill, or original size."
    )
    margin: Length = Field("0", validate_default=True, description="Room around pictures.")


@operation(
    "/from-images",
    errors=(*PICTURES, TooManyPages),
    run=RUN,
    cache=Cache(hours=24),
    example={"images": [DOT], "paper": "a6"},
)
def make_from_images(form: FromImagesForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    with pikepdf.new() as pdf:
        pages = PicturePages(pdf, paper=form.paper, fit=form.fit, margin=form.margin)
        for number, image in enumerate(form.images):
            pages.add(image.path, f"images[{number}]")
            settings.limits.check_pages(len(pdf.pages))
        return written(pdf, Work(settings.limits), form.images[0].name)
