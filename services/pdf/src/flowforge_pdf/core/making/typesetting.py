"""From HTML to a document: engine chosen, resources looked up, characters checked, pages counted."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pikepdf
from lxml import html as markup

from flowforge_fonts import FontLacksCharacters, load_fonts
from flowforge_pdf.core.documents import MEDIA_TYPE
from flowforge_pdf.core.making.page_setup import MadeReport, PageSetup, WebPageSetup
from flowforge_pdf.core.making.resources import NO_FILES, RemoteFiles, Resources
from flowforge_pdf.core.making.text_layer import TextLayer, mend_text_layer
from flowforge_pdf.engines.plutoprint import OWN_ADDRESS, TooLong, typeset
from flowforge_pdf.engines.weasyprint import HtmlEngineNotInstalled, is_installed, typeset_with_grid
from flowforge_pdfs.faults import TooManyPages
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.opening import RUN
from servicekit import Context, FileOutput, InvalidInput, OperationError

_GRID = re.compile(r"display\s*:\s*(?:inline-)?grid|grid-template", re.IGNORECASE)
_NO_GRID = "The document uses CSS grid, which this server cannot set: its parts stand below each other."
_MOST_BYTES = 8 << 20
RUN_WITH_DOWNLOADS = replace(RUN, fetches=True)


class UndrawableHtml(InvalidInput):
    code = "HTML_UNDRAWABLE"
    message = "The document cannot be set: {reason}."


MAKING: tuple[type[OperationError], ...] = (
    UndrawableHtml, TooManyPages, FontLacksCharacters, HtmlEngineNotInstalled
)  # fmt: skip


def make(
    html: str, setup: PageSetup, limits: PdfLimits, name: str, *, files: Mapping[str, bytes] = NO_FILES
) -> FileOutput[MadeReport]:
    """Return the document; *files* are found by their names, besides the resources. Raises one of MAKING."""
    check_size(html)
    resources = Resources(setup.resources, files)
    check_characters(html, resources)
    document = _Document(html, setup, limits)
    return document.finish(document.typeset(resources.find), resources, name)


async def make_from_web(
    html: str, setup: WebPageSetup, limits: PdfLimits, name: str, context: Context, *, engine: str = "auto"
) -> FileOutput[MadeReport]:
    """Return the document with the files of other servers that it names. Raises one of MAKING."""
    check_size(html)
    resources = Resources(setup.resources, remote=RemoteFiles(context) if setup.remote else None)
    document = _Document(html, setup, limits, engine, setup.base_url or OWN_ADDRESS)
    content = await resources.complete(lambda: document.typeset(resources.find))
    check_characters(html, resources)
    return document.finish(content, resources, name)


@dataclass(frozen=True, slots=True)
class _Document:
    html: str
    setup: PageSetup
    limits: PdfLimits
    wanted_engine: str = "auto"
    base_url: str = OWN_ADDRESS

    @property
    def has_grid(self) -> bool:
        return _GRID.search(self.html) is not None

    @property
    def engine(self) -> str:
        if self.wanted_engine != "auto":
            return self.wanted_engine
        return "weasyprint" if self.has_grid and is_installed() else "plutoprint"

    def typeset(self, find: Callable[[str], tuple[bytes, str] | None]) -> bytes:
        """Return the document as PDF. Raises one of MAKING."""
        setup, limits = self.setup, self.limits
        html = _with_style(self.html, setup.css)
        margins = (setup.margin_top, setup.margin_right, setup.margin_bottom, setup.margin_left)
        try:
            if self.engine == "weasyprint":
                content, pages = typeset_with_grid(html, find, limits.max_pages, base_url=self.base_url)
                limits.check_pages(pages)
                return content
            return typeset(html, setup.paper, margins, find, limits.max_pages, base_url=self.base_url)
        except TooLong as error:
            raise TooManyPages(pages=error.pages, limit=limits.max_pages) from error
        except (ValueError, RuntimeError) as error:
            raise UndrawableHtml(reason="the engine failed on it") from error

    def finish(self, content: bytes, resources: Resources, name: str) -> FileOutput[MadeReport]:
        """Return the typeset document with its title, and what is missing in it."""
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
            layer = mend_text_layer(pdf, self.html) if self.engine == "plutoprint" else TextLayer()
            if self.setup.title:
                pdf.docinfo["/Title"] = self.setup.title
            if self.setup.title or layer.changed:
                buffer = io.BytesIO()
                pdf.save(buffer)
                content = buffer.getvalue()
        missing, warnings = resources.describe_missing()
        if self.has_grid and self.engine == "plutoprint":
            warnings = [_NO_GRID, *warnings]
        warnings = [*warnings, *layer.warnings]
        report = MadeReport(pages=pages, engine=self.engine, missing=missing, warnings=warnings)
        return FileOutput(content, MEDIA_TYPE, f"{name}.pdf", report)


def _with_style(html: str, css: str) -> str:
    """Put the page rules first, so that the document's own come later and win."""
    head = re.search(r"<head[^>]*>", html, re.IGNORECASE) if "<html" in html[:2000].lower() else None
    if head is None:
        return f"<style>{css}</style>{html}"
    return f"{html[: head.end()]}<style>{css}</style>{html[head.end() :]}"


def check_size(html: str) -> None:
    """Raise UndrawableHtml if there is nothing, or too much."""
    if not html.strip():
        raise UndrawableHtml(reason="it is empty")
    if len(html) > _MOST_BYTES:
        raise UndrawableHtml(reason=f"it has more than {_MOST_BYTES >> 20} MiB of HTML")


def check_characters(html: str, resources: Resources) -> None:
    """Raise FontLacksCharacters for characters that no font has, bundled or of the request."""
    try:
        tree = markup.fromstring(html)
    except (ValueError, markup.etree.ParserError):
        return
    for each in tree.iter("script", "style"):
        each.text = ""
    text = "".join(str(text) for text in tree.itertext())
    sent = resources.characters()
    load_fonts().check("".join(each for each in text if ord(each) not in sent) if sent else text)
