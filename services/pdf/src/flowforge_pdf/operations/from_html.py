"""Make a PDF from HTML and CSS: pages, headers, footers and page numbers by CSS or by fields.

Pictures, fonts and style sheets are sent as `resources` and found by their names. Nothing else is fetched:
a document cannot reach files or addresses. Scripts do not run.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from flowforge_pdf.core.documents import named
from flowforge_pdf.core.making.page_setup import MadeReport, PageSetup
from flowforge_pdf.core.making.typesetting import MAKING, make
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.opening import RUN
from servicekit import Cache, FileInput, FileOutput, operation


class FromHtmlForm(PageSetup):
    html: str | None = Field(None, min_length=1, description="The HTML as a text.")
    file: FileInput | None = Field(None, description="The HTML as a file.")
    engine: Literal["auto", "plutoprint", "weasyprint"] = Field(
        "auto", description="auto takes weasyprint for documents with CSS grid, where it is installed."
    )

    @model_validator(mode="after")
    def _has_html(self) -> Self:
        if (self.html is None) == (self.file is None):
            raise ValueError("give 'html' (a text) or 'file'")
        return self


@operation(
    "/from-html",
    errors=MAKING,
    run=RUN,
    cache=Cache(hours=24),
    example={"html": "<h1>Hello</h1><p>A page.</p>", "footer": "{page} / {pages}"},
)
def make_from_html(form: FromHtmlForm, settings: PdfSettings) -> FileOutput[MadeReport]:
    text = form.html if form.html is not None else _read(form.file)
    name = named(form.file.name)[: -len(".pdf")] if form.file else "document"
    return make(text, form, settings.limits, name, engine=form.engine)


def _read(file: FileInput | None) -> str:
    return file.content.decode("utf-8-sig", "replace") if file else ""
