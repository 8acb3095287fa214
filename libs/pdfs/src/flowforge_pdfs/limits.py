"""Limits of one document and of one call."""

from dataclasses import dataclass

from flowforge_pdfs.faults import TooManyPages, TooManyPixels


@dataclass(frozen=True, slots=True)
class PdfLimits:
    max_pages: int
    max_pixels: int

    def check_pages(self, pages: int) -> None:
        """Raise TooManyPages if a document of so many pages is not allowed."""
        if pages > self.max_pages:
            raise TooManyPages(pages=pages, limit=self.max_pages)

    def check_pixels(self, pixels: float) -> None:
        """Raise TooManyPixels if so many pixels may not be rendered in one call."""
        if pixels > self.max_pixels:
            raise TooManyPixels(pixels=round(pixels), limit=self.max_pixels)
