"""Make a PDF of a web page in a browser: its scripts run, and every request goes through the service."""

import asyncio
import io
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pikepdf

from flowforge_fonts import FontLacksCharacters, load_fonts
from flowforge_pdf.core.arranging.taking import take_pages
from flowforge_pdf.core.documents import save
from flowforge_pdf.core.making.browser_files import BrowserFiles
from flowforge_pdf.core.making.browser_setup import BrowserSetup, PrintSetup
from flowforge_pdf.core.making.resources import characters_of_fonts
from flowforge_pdf.core.making.typesetting import UndrawableHtml
from flowforge_pdf.core.steps import Work
from flowforge_pdf.engines.chromium.devtools import BrowserFailed
from flowforge_pdf.engines.chromium.page import NeverReady, Page, PageNotLoaded, Waiting, open_page
from flowforge_pdf.engines.chromium.program import BrowserNotInstalled, browser_at
from flowforge_pdfs.faults import NoPageSelected, PageOutOfRange
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.page_selection import select_pages
from servicekit import InvalidInput, OperationError, TimedOut

_LOADING_SECONDS = 15.0
_SECONDS_TO_PRINT = 6.0
_SECONDS_TO_END = 1.0
_POINTS = 72
_TEMPLATE = "<div style='width:100%;text-align:center;font:9pt sans-serif;color:#444'>{text}</div>"
T = TypeVar("T")


class PageNeverReady(InvalidInput):
    code = "PAGE_NEVER_READY"
    message = (
        "'{field}' is '{wanted}', which did not become true while the page was loaded ({seconds} seconds)."
    )


@dataclass(frozen=True, slots=True)
class Browsed:
    content: bytes
    pages: int
    warnings: list[str]


BROWSING: tuple[type[OperationError], ...] = (
    BrowserNotInstalled, PageNeverReady, PageOutOfRange, NoPageSelected
)  # fmt: skip


async def print_page(files: BrowserFiles, setup: PrintSetup, limits: PdfLimits, program: str) -> Browsed:
    """Return the page of *files* as PDF. Raises BROWSING, UndrawableHtml, and why the page did not come."""

    async def work(page: Page) -> tuple[bytes, list[str]]:
        await page.call("Emulation.setEmulatedMedia", media=setup.media)
        warnings = await _load(page, files, setup)
        return await page.print(**_options(setup, limits)), warnings

    content, warnings = await in_browser(files, program, work)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        limits.check_pages(len(pdf.pages))
        if setup.pages is None and not setup.title:
            return Browsed(content, len(pdf.pages), warnings)
        taken = take_pages(pdf, select_pages(setup.pages or "all", len(pdf.pages)), Work(limits))
        if setup.title:
            taken.docinfo["/Title"] = setup.title
        return Browsed(save(taken), len(taken.pages), warnings)


async def in_browser(files: BrowserFiles, program: str, work: Callable[[Page], Awaitable[T]]) -> T:
    """Return what *work* makes of a page in a new browser. Raises BrowserNotInstalled and UndrawableHtml."""
    found = browser_at(program)
    if found is None:
        raise BrowserNotInstalled
    context = files.context
    seconds = context.deadline - time.monotonic() - _SECONDS_TO_END
    with TemporaryDirectory(dir=context.workspace, ignore_cleanup_errors=True) as folder:
        try:
            async with asyncio.timeout(seconds), open_page(found, Path(folder), files.serve) as page:
                return await work(page)
        except TimeoutError as error:
            raise TimedOut(seconds=round(seconds)) from error
        except PageNotLoaded as error:
            if isinstance(files.refusal, OperationError):
                raise files.refusal from error
            raise UndrawableHtml(reason=files.refusal or "the page did not load") from error
        except (BrowserFailed, OSError) as error:
            raise UndrawableHtml(reason="the browser failed on it") from error


async def _load(page: Page, files: BrowserFiles, setup: BrowserSetup) -> list[str]:
    """Load the page; return warnings about its characters."""
    now = time.monotonic()
    latest = files.context.deadline - _SECONDS_TO_PRINT
    waiting = Waiting(
        until=min(now + _LOADING_SECONDS, latest),
        give_up=min(now + _LOADING_SECONDS, latest),
        selector=setup.wait_for_selector,
        expression=setup.wait_for_expression,
        seconds=setup.wait_seconds,
    )
    try:
        await page.load(files.address, waiting)
    except NeverReady as error:
        name = str(error)
        wanted = str(getattr(setup, name))[:100]
        raise PageNeverReady(field=name, wanted=wanted, seconds=round(waiting.give_up - now)) from error
    return [*page.warnings, *_check_characters(await page.text(), files)]


def _check_characters(text: str, files: BrowserFiles) -> list[str]:
    """Raise FontLacksCharacters for a document that was sent; return it as a warning of somebody else's."""
    known = characters_of_fonts(files.fonts) | files.resources.characters()
    try:
        load_fonts().check("".join(each for each in text if ord(each) not in known))
    except FontLacksCharacters as error:
        if files.html is not None:
            raise
        return [error.text]
    return []


def _options(setup: PrintSetup, limits: PdfLimits) -> dict[str, object]:
    width, height = setup.paper
    header = setup.header_html or _template(setup.header)
    footer = setup.footer_html or _template(setup.footer)
    return {
        "paperWidth": width / _POINTS,
        "paperHeight": height / _POINTS,
        "marginTop": setup.margin_top / _POINTS,
        "marginRight": setup.margin_right / _POINTS,
        "marginBottom": setup.margin_bottom / _POINTS,
        "marginLeft": setup.margin_left / _POINTS,
        "scale": setup.scale,
        "printBackground": setup.print_background,
        "displayHeaderFooter": bool(header or footer),
        "headerTemplate": header or "<span></span>",
        "footerTemplate": footer or "<span></span>",
        "pageRanges": f"1-{limits.max_pages + 1}",
        "preferCSSPageSize": True,
        "generateTaggedPDF": True,
        "generateDocumentOutline": True,
    }


def _template(text: str) -> str:
    if not text:
        return ""
    numbered = escape(text).replace("{pages}", "<span class=totalPages></span>")
    return _TEMPLATE.format(text=numbered.replace("{page}", "<span class=pageNumber></span>"))
