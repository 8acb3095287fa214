"""What an operator may set, under FLOWFORGE_PDF_*."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from flowforge_pdfs.limits import PdfLimits
from servicekit import Settings


class PdfSettings(Settings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="FLOWFORGE_PDF_")

    max_pages: int = Field(5_000, ge=1, description="Most pages of one document, read or written.")
    max_pixels: int = Field(
        100_000_000, ge=1, description="Most pixels of all pages rendered in one call together."
    )
    chromium: str = Field(
        "",
        description="Name or path of Chromium's headless shell, the engine of real web pages. Empty: "
        "chromium-headless-shell or chrome-headless-shell, where one is installed. Workers may only run "
        "programs below /usr.",
    )

    @property
    def limits(self) -> PdfLimits:
        return PdfLimits(self.max_pages, self.max_pixels)
