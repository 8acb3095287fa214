"""What operations share that convert a document to a file of another kind."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import PdfForm
from flowforge_pdfs.page_selection import SYNTAX, PageSelection


class ConversionForm(PdfForm):
    pages: PageSelection = Field("all", description=SYNTAX)


class ConversionReport(BaseModel):
    pages: int = Field(description="Number of pages that were read.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )
