"""Make a PDF from plain text, in any script."""

import html
from typing import Self

from pydantic import Field, model_validator

from flowforge_pdf.core.documents import named
from flowforge_pdf.core.making.page_setup import MadeReport, PageSetup
from flowforge_pdf.core.making.typesetting import MAKING, make
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.opening import RUN
from servicekit import Cache, FileInput, FileOutput, operation


class FromTextForm(PageSetup):
    text: str | None = Field(None, min_length=1, description="The text.")
    file: FileInput | None = Field(None, description="The text as a file, in UTF-8.")
    size: float = Field(11, ge=4, le=100, description="Size of the letters in points.")

    @model_validator(mode="after")
    def _has_text(self) -> Self:
        if (self.text is None) == (self.file is None):
            raise ValueError("give 'text' or 'file'")
        return self


@operation(
    "/from-text",
    errors=MAKING,
    run=RUN,
    cache=Cache(hours=24),
    example={"text": "Dear reader,\n\nthis is a page."},
)
def make_from_text(form: FromTextForm, settings: PdfSettings) -> FileOutput[MadeReport]:
    text = form.text or (form.file.content.decode("utf-8-sig", "replace") if form.file else "")
    style = f"div{{white-space:pre-wrap;overflow-wrap:break-word;font:{form.size}pt/1.4 'Noto Sans'}}"
    lines = "".join(
        f"<div>{html.escape(line) or '&nbsp;'}</div>" for line in text.replace("\f", "\n").split("\n")
    )
    name = named(form.file.name)[: -len(".pdf")] if form.file else "document"
    return make(f"<style>{style}</style>{lines}", form, settings.limits, name)
