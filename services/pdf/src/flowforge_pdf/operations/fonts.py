"""List the fonts of a PDF: name, type, whether each is embedded, and the pages that use it."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.reading.fonts import Font, fonts_of
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf
from servicekit import operation


class FontsForm(PdfForm):
    pass


class FontsResult(BaseModel):
    fonts: list[Font] = Field(description="The fonts, each once.")
    all_embedded: bool = Field(description="True if every font is in the file, as PDF/A and printers demand.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/fonts", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def list_fonts(form: FontsForm, settings: PdfSettings) -> FontsResult:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        fonts = fonts_of(opened.pdf)
        embedded = all(font.embedded for font in fonts)
        return FontsResult(fonts=fonts, all_embedded=embedded, warnings=opened.warnings)
