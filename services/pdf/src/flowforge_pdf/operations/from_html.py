"""Make a PDF from HTML and CSS: pages, headers, footers and page numbers by CSS or by fields.

Pictures, fonts and style sheets are sent as `resources` and found by their names, or loaded from public http
and https addresses. Scripts do not run.
"""

from typing import Literal

from pydantic import Field

from flowforge_pdf.core.making.html_source import HtmlSource
from flowforge_pdf.core.making.page_setup import MadeReport, WebPageSetup
from flowforge_pdf.core.making.typesetting import MAKING, RUN_WITH_DOWNLOADS, make_from_web
from flowforge_pdf.settings import PdfSettings
from servicekit import Context, FileOutput, operation


class FromHtmlForm(HtmlSource, WebPageSetup):
    engine: Literal["auto", "plutoprint", "weasyprint"] = Field(
        "auto", description="auto takes weasyprint for documents with CSS grid, where it is installed."
    )


@operation(
    "/from-html",
    errors=MAKING,
    run=RUN_WITH_DOWNLOADS,
    example={"html": "<h1>Hello</h1><p>A page.</p>", "footer": "{page} / {pages}"},
)
async def make_from_html(
    form: FromHtmlForm, settings: PdfSettings, context: Context
) -> FileOutput[MadeReport]:
    name = form.name("document")
    return await make_from_web(form.text, form, settings.limits, name, context, engine=form.engine)
