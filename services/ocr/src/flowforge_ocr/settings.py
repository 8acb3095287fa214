"""Settings of the OCR service, FLOWFORGE_OCR_*."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from flowforge_ocr.core.pages.limits import OcrLimits
from servicekit import Settings


class OcrSettings(Settings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="FLOWFORGE_OCR_")

    max_pages: int = Field(20, ge=1, description="Most pages that one call reads.")
    max_document_pages: int = Field(5_000, ge=1, description="Most pages of one document.")
    max_pixels: int = Field(100_000_000, ge=1, description="Most pixels of one picture.")
    max_page_pixels: int = Field(
        16_000_000, ge=1_000_000, description="Pixels that a page is read at; larger ones are shrunk to it."
    )
    max_text_pixels: int = Field(
        800_000,
        ge=10_000,
        description="Most text that one call reads: the length of all lines together, in pixels, at a height "
        "of 48. A dense page has 100,000.",
    )

    @property
    def limits(self) -> OcrLimits:
        return OcrLimits(
            self.max_pages,
            self.max_document_pages,
            self.max_pixels,
            self.max_page_pixels,
            self.max_text_pixels,
        )
