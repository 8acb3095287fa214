"""Extract the pictures inside a PDF: JPEG and TIFF as they are stored, everything else as PNG.

Pictures used on several pages come once. Those that cannot be decoded are listed in the report.
"""

import pikepdf
from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm, named
from flowforge_pdf.core.examples import TABLE
from flowforge_pdf.core.reading.pictures import Placed, extracted, images_of
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING, TooManyPixels
from flowforge_pdfs.opening import RUN, open_pdf
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from servicekit import FileOutput, FileOutputs, InvalidInput, operation

_MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "tif": "image/tiff", "jp2": "image/jp2"}
_SHOWN = 200


class NoImages(InvalidInput):
    code = "PDF_HAS_NO_IMAGES"
    message = "There is no picture on the pages asked for{detail}."


class ExtractImagesForm(PdfForm):
    pages: PageSelection = Field("all", description=SYNTAX)
    min_width: int = Field(
        1, ge=1, le=100_000, description="Leave out pictures that are narrower, in pixels."
    )
    min_height: int = Field(1, ge=1, le=100_000, description="Leave out pictures that are lower, in pixels.")


class ExtractedImage(BaseModel):
    name: str = Field(description="Name of the file in the result.")
    page: int = Field(description="Page of its first use, from 1.")
    width: int = Field(description="Width of the picture in pixels.")
    height: int = Field(description="Height of the picture in pixels.")


class ImagesReport(BaseModel):
    count: int = Field(description="Number of entries in the list.")
    images: list[ExtractedImage] = Field(description="The first 200.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/extract-images",
    errors=(*SELECTING, NoImages, TooManyPixels),
    run=RUN,
    cache=CACHE,
    example={"file": TABLE},
)
def extract_images(form: ExtractImagesForm, settings: PdfSettings) -> FileOutputs[ImagesReport]:
    files: list[FileOutput] = []
    told: list[ExtractedImage] = []
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        positions = sorted(set(select_pages(form.pages, len(opened.pdf.pages))))
        for position in positions:
            opened.pdf.pages[position].externalize_inline_images()
        pixels = 0
        for placed in images_of(opened.pdf, positions):
            width, height = _size(placed.image)
            if width < form.min_width or height < form.min_height:
                continue
            pixels += width * height
            settings.limits.check_pixels(pixels)
            found = _extract(placed, opened.warnings)
            if found is not None:
                content, extension = found
                name = named(form.file.name, f"-p{placed.page}-{len(files) + 1}", extension)
                files.append(
                    FileOutput(content, _MEDIA_TYPES.get(extension, "application/octet-stream"), name)
                )
                told.append(ExtractedImage(name=name, page=placed.page, width=width, height=height))
        if not files:
            raise NoImages(detail=" that can be decoded" if opened.warnings else "")
        report = ImagesReport(count=len(files), images=told[:_SHOWN], warnings=opened.warnings)
        return FileOutputs(files, named(form.file.name, "-images", "zip"), report)


def _size(image: pikepdf.Stream) -> tuple[int, int]:
    return int(image.get("/Width", 0)), int(image.get("/Height", 0))


def _extract(placed: Placed, warnings: list[str]) -> tuple[bytes, str] | None:
    """Return the picture; None and a warning if it cannot be decoded."""
    try:
        return extracted(placed.image)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - codecs of many libraries, each with errors of its own
        del error
        warnings.append(f"A picture on page {placed.page} cannot be decoded, and is left out.")
        return None
