"""Make a PDF from HTML and CSS: pages, headers, footers and page numbers by CSS or by fields.

Pictures, fonts and style sheets are sent as `resources` and found by their names, or loaded from public http
and https addresses. Scripts run with the engine chromium alone.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from flowforge_pdf.core.documents import MEDIA_TYPE
from flowforge_pdf.core.making.browser_files import BrowserFiles
from flowforge_pdf.core.making.browser_setup import PrintSetup
from flowforge_pdf.core.making.browsing import BROWSING, print_page
from flowforge_pdf.core.making.html_source import HtmlSource
from flowforge_pdf.core.making.page_setup import MadeReport, WebPageSetup
from flowforge_pdf.core.making.resources import Resources
from flowforge_pdf.core.making.typesetting import MAKING, RUN_WITH_DOWNLOADS, check_size, make_from_web
from flowforge_pdf.engines.plutoprint import OWN_ADDRESS
from flowforge_pdf.settings import PdfSettings
from servicekit import Context, FileOutput, operation


class FromHtmlForm(HtmlSource, PrintSetup, WebPageSetup):
    engine: Literal["auto", "plutoprint", "weasyprint", "chromium"] = Field(
        "auto",
        description="auto takes weasyprint for documents with CSS grid, where it is installed. chromium runs "
        "scripts and draws what browsers draw, where it is installed.",
    )

    @model_validator(mode="after")
    def _has_a_browser(self) -> Self:
        if self.engine != "chromium" and self.browser_fields:
            raise ValueError(f"'{self.browser_fields[0]}' needs 'engine' chromium, but it is '{self.engine}'")
        return self


@operation(
    "/from-html",
    errors=(*MAKING, *BROWSING),
    run=RUN_WITH_DOWNLOADS,
    example={"html": "<h1>Hello</h1><p>A page.</p>", "footer": "{page} / {pages}"},
)
async def make_from_html(
    form: FromHtmlForm, settings: PdfSettings, context: Context
) -> FileOutput[MadeReport]:
    name = form.name("document")
    if form.engine != "chromium":
        return await make_from_web(form.text, form, settings.limits, name, context, engine=form.engine)
    check_size(form.text)
    files = BrowserFiles(
        context,
        form.base_url or OWN_ADDRESS,
        form.text,
        Resources(form.resources),
        form.remote,
        form.sent_headers,
    )
    made = await print_page(files, form, settings.limits, settings.chromium)
    missing, warnings = files.describe_missing()
    report = MadeReport(
        pages=made.pages, engine="chromium", missing=missing, warnings=[*made.warnings, *warnings]
    )
    return FileOutput(made.content, MEDIA_TYPE, f"{name}.pdf", report)
