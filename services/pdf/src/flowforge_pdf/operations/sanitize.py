"""Remove what is active in a PDF: scripts, attachments, external actions, and what else is chosen."""

from typing import Literal

import pikepdf
from pydantic import Field

from flowforge_pdf.core.changing.hidden_layers import LayerRemoval
from flowforge_pdf.core.changing.sanitizing import HiddenLayers, has_hidden_layers, remove
from flowforge_pdf.core.documents import CACHE, PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, operation


class Sanitize(Step):
    scripts: bool = Field(default=True, description="Remove JavaScript.")
    attachments: bool = Field(default=True, description="Remove embedded files.")
    external: bool = Field(default=True, description="Remove actions that open files, programs or addresses.")
    multimedia: bool = Field(default=True, description="Remove sound, video and 3D.")
    links: bool = Field(default=False, description="Remove all links.")
    metadata: bool = Field(default=False, description="Remove title, author, dates and other metadata.")
    annotations: bool = Field(
        default=False, description="Remove comments and other annotations; fields stay."
    )
    hidden_layers: Literal["keep", "remove", "refuse"] = Field(
        "keep",
        description="Layers that are switched off: keep them, remove what they hold, or refuse the document.",
    )

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        remove(pdf, self.model_dump())
        if self.hidden_layers != "keep" and has_hidden_layers(pdf):
            if self.hidden_layers == "refuse":
                raise HiddenLayers
            layers = LayerRemoval(pdf)
            layers.remove()
            work.warn(
                f"Hidden layers were removed ({layers.removed} parts); the others became plain content."
            )
        return pdf


class SanitizeForm(Sanitize, PdfForm):
    pass


@operation("/sanitize", errors=(*OPENING, HiddenLayers), run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def sanitize_document(form: SanitizeForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
