"""Mark the pages of a PDF with a large, faint text or picture, once or repeated."""

from typing import Self

from pydantic import Field, model_validator

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.arranging.picture_images import PICTURES
from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.faults import UnknownSource
from flowforge_pdf.core.stamping.marks import Mark
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from servicekit import FileInput, FileOutput, operation


class Watermark(Mark):
    angle: float = Field(45, ge=-360, le=360, description="Rotation in degrees, counterclockwise.")
    opacity: float = Field(0.25, gt=0, le=1, description="1 is opaque.")


class WatermarkForm(Watermark, PdfForm):
    image: FileInput | None = Field(None, description="A picture, instead of a text.")

    @model_validator(mode="after")
    def _has_text_or_image(self) -> Self:
        if (self.text is None) == (self.image is None):
            raise ValueError("give 'text' or 'image'")
        return self


@operation(
    "/watermark",
    errors=(*SELECTING, UnknownSource, *PICTURES, FontLacksCharacters),
    run=RUN,
    example={"file": THREE_PAGES, "text": "Draft"},
)
def watermark_pages(form: WatermarkForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits, sources=[form.image] if form.image else [])
