"""Make a PDF of a web page by its address, as a browser prints it.

The engine chromium runs the scripts of the page; the others set its HTML and CSS alone. The service downloads
all that the page asks for: only public http and https addresses are opened.
"""

from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from flowforge_pdf.core.documents import MEDIA_TYPE
from flowforge_pdf.core.making.browser_files import BrowserFiles
from flowforge_pdf.core.making.browser_setup import PrintSetup
from flowforge_pdf.core.making.browsing import BROWSING, print_page
from flowforge_pdf.core.making.page_setup import MadeReport, PaperSetup, WebPageSetup
from flowforge_pdf.core.making.resources import Resources, is_remote
from flowforge_pdf.core.making.typesetting import (
    MAKING,
    RUN_WITH_DOWNLOADS,
    UndrawableHtml,
    make_from_web,
)
from flowforge_pdf.engines.chromium.program import browser_at
from flowforge_pdf.settings import PdfSettings
from servicekit import FETCH_ERRORS, Context, FileOutput, FileRule, operation

_RULE = FileRule(max_bytes=8 << 20)
_NO_SCRIPTS = (
    "The page was set without its scripts, because Chromium is not installed on this server: what they draw "
    "is missing."
)
_SCRIPTS_IGNORED = "The page was set without its scripts, which only the engine chromium runs."


class FromUrlForm(PrintSetup):
    url: str = Field(min_length=1, max_length=4000, description="Public http or https address of the page.")
    engine: Literal["auto", "chromium", "plutoprint", "weasyprint"] = Field(
        "auto", description="auto takes chromium where it is installed, else plutoprint, with a warning."
    )

    @field_validator("url")
    @classmethod
    def _is_address(cls, given: str) -> str:
        given = given.strip()
        if "://" not in given:
            given = f"https://{given}"
        if not is_remote(given):
            raise ValueError("should be an http or https address, such as https://example.com/page")
        return given

    @model_validator(mode="after")
    def _has_a_browser(self) -> Self:
        if self.engine not in ("auto", "chromium") and self.browser_fields:
            raise ValueError(f"'{self.browser_fields[0]}' needs 'engine' chromium, but it is '{self.engine}'")
        return self


@operation(
    "/from-url",
    errors=(*MAKING, *BROWSING, *FETCH_ERRORS),
    run=RUN_WITH_DOWNLOADS,
    needs="a server that reaches the internet",
    example={"url": "https://example.com/", "paper": "a4", "footer": "{page} / {pages}"},
)
async def make_from_url(form: FromUrlForm, settings: PdfSettings, context: Context) -> FileOutput[MadeReport]:
    name = urlsplit(form.url).hostname or "page"
    with_browser = form.engine == "chromium" or (form.engine == "auto" and _can_browse(form, settings))
    if not with_browser:
        return await _typeset(form, settings, context, name)
    files = BrowserFiles(context, form.url, None, Resources([]), True, form.sent_headers)  # noqa: FBT003 - as named
    made = await print_page(files, form, settings.limits, settings.chromium)
    missing, warnings = files.describe_missing()
    report = MadeReport(
        pages=made.pages, engine="chromium", missing=missing, warnings=[*made.warnings, *warnings]
    )
    return FileOutput(made.content, MEDIA_TYPE, f"{name}.pdf", report)


def _can_browse(form: FromUrlForm, settings: PdfSettings) -> bool:
    """Whether auto means the browser: also if it is missing, but what was asked for needs it."""
    return browser_at(settings.chromium) is not None or bool(form.browser_fields)


async def _typeset(
    form: FromUrlForm, settings: PdfSettings, context: Context, name: str
) -> FileOutput[MadeReport]:
    file = await context.fetch(form.url, field="url", rule=_RULE)
    if not file.media_type.startswith(("text/", "application/xhtml+xml", "application/octet-stream")):
        raise UndrawableHtml(reason=f"the address holds a file of the type {file.media_type}, not a page")
    paper = {field: getattr(form, field) for field in PaperSetup.model_fields}
    setup = WebPageSetup.model_construct(
        **paper, resources=[], remote=True, base_url=file.final_url or form.url
    )
    html = file.content.decode("utf-8-sig", "replace")
    made = await make_from_web(html, setup, settings.limits, name, context, engine=form.engine)
    if "<script" in html.lower() and made.report is not None:
        made.report.warnings.insert(0, _NO_SCRIPTS if form.engine == "auto" else _SCRIPTS_IGNORED)
    return made
