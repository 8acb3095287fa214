"""Prepare pictures of pages for reading: crop to the page, turn upright, straighten, clean, enlarge.

`steps` are done in the order crop, orientation, deskew, denoise, contrast, upscale. The report tells what
each page needed. `/read` turns pages by itself; photographs and faint copies are read better after this.
"""

from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_ocr.core.exports.pictures import Drawn, PictureFormat, written
from flowforge_ocr.core.preparation.steps import Prepared, StepName, prepare
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.naming import named
from flowforge_ocr.core.requests.reading_form import CACHE, LOOKING, RUN, PagesForm
from flowforge_ocr.engines.weights import OcrEngineNotInstalled
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, FileOutput, operation


class PreprocessForm(PagesForm):
    steps: list[StepName] = Field(
        ["orientation", "deskew"],
        min_length=1,
        max_length=6,
        description="crop finds a sheet of paper on a photograph and flattens it; orientation turns by "
        "quarters; deskew levels slanted lines; denoise removes specks; contrast makes the paper evenly "
        "white; upscale enlarges small text up to 3 times.",
    )
    format: PictureFormat = Field("png", description="Format of the result; more than one page is a PDF.")
    quality: int = Field(92, ge=1, le=100, description="Quality of JPEG and of pictures in a PDF.")


class PreparedPage(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    cropped: bool = Field(description="Whether a sheet was found and flattened.")
    angle: int = Field(description="Degrees by which the page was turned clockwise, and is no more.")
    slant: float = Field(description="Degrees by which its lines were slanted clockwise, and are no more.")
    scale: float = Field(description="Factor by which the page was enlarged.")
    width: int = Field(description="Width of the result in pixels.")
    height: int = Field(description="Height of the result in pixels.")


class PreprocessReport(BaseModel):
    pages: list[PreparedPage] = Field(description="What was done to each page.")
    warnings: list[str] = Field(description="Steps that could not be done, and other doubts.")


@operation(
    "/preprocess",
    errors=(*LOOKING, OcrEngineNotInstalled),
    run=RUN,
    cache=CACHE,
    example={"file": RECEIPT, "steps": ["deskew", "upscale"]},
    deadline=timedelta(seconds=150),
)
def preprocess_pages(
    form: PreprocessForm, settings: OcrSettings, context: Context
) -> FileOutput[PreprocessReport]:
    drawn: list[Drawn] = []
    pages, warnings = [], []
    limits = settings.limits
    with form.open(limits) as opened:
        warnings += opened.warnings
        for done, page in enumerate(opened.pages):
            context.check()
            warnings += page.warnings
            if page.pixels is not None:
                made = prepare(page.pixels, form.steps, limits.page_pixels)
                drawn.append((made.pixels, page.dpi * made.scale if page.dpi else None))
                pages.append(_told(page.number, made))
                warnings += [f"Page {page.number}: {note}." for note in made.notes]
            context.progress(done + 1, opened.count, f"page {page.number}")
    content, media_type, extension = written(drawn, form.format, form.quality)
    report = PreprocessReport(pages=pages, warnings=warnings[:10])
    return FileOutput(content, media_type, named(form.file.name, extension, "-prepared"), report)


def _told(number: int, made: Prepared) -> PreparedPage:
    height, width = made.pixels.shape[:2]
    return PreparedPage(
        page=number,
        cropped=made.cropped,
        angle=made.angle,
        slant=round(made.slant, 2),
        scale=round(made.scale, 2),
        width=width,
        height=height,
    )
