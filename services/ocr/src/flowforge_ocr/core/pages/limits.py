"""Limits of one document and of one call."""

from dataclasses import dataclass

from flowforge_pdfs.limits import PdfLimits
from flowforge_pictures import PictureLimits
from servicekit import ResourceLimit


class TooManyPagesToRead(ResourceLimit):
    code = "OCR_TOO_MANY_PAGES"
    message = (
        "'pages' selects {pages} pages: at most {limit} are read in one call. "
        "Select fewer, such as '{example}'."
    )


@dataclass(frozen=True, slots=True)
class OcrLimits:
    pages: int = 20
    document_pages: int = 5_000
    pixels: int = 100_000_000
    page_pixels: int = 16_000_000
    text_pixels: int = 800_000

    @property
    def picture(self) -> PictureLimits:
        return PictureLimits(pixels=self.pixels)

    @property
    def pdf(self) -> PdfLimits:
        return PdfLimits(self.document_pages, self.pixels)

    def check_pages(self, positions: list[int]) -> None:
        """Raise TooManyPagesToRead if these may not be read in one call."""
        if len(positions) > self.pages:
            first = positions[0] + 1
            example = f"{first}-{first + self.pages - 1}"
            raise TooManyPagesToRead(pages=len(positions), limit=self.pages, example=example)
