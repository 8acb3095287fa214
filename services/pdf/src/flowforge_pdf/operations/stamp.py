"""Stamp a text or a picture on pages of a PDF, such as PAID or a logo in a corner."""

from typing import Self

from pydantic import Field, model_validator

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.arranging.picture_images import PICTURES
from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.faults import UnknownSource
from flowforge_pdf.core.lengths import Position
from flowforge_pdf.core.stamping.marks import Mark
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from servicekit import FileInput, FileOutput, operation


class Stamp(Mark):
    size: float = Field(18, gt=0.5, le=1_000, description="Size of the letters in points.")
    position: Position = Field("top-right", description="Where on the page the stamp is.")


class StampForm(Stamp, PdfForm):
    image: FileInput | None = Field(None, description="A picture, instead of a text.")

    @model_validator(mode="after")
    def _has_text_or_image(self) -> Self:
        if (self.text is None) == (self.image is None):
            raise ValueError("give 'text' or 'image'")
        return self


@operation(
    "/stamp",
    errors=(*SELECTING, UnknownSource, *PICTURES, FontLacksCharacters),
    run=RUN,
    example={"file": THREE_PAGES, "text": "PAID"},
)
def stamp_pages(form: StampForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits, sources=[form.image] if form.image else [])
