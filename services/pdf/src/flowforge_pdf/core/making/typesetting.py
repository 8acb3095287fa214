"""From HTML to a document: engine chosen, resources looked up, characters checked, pages counted."""

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pikepdf
from lxml import html as markup

from flowforge_fonts import FontLacksCharacters, load_fonts
from flowforge_pdf.core.documents import MEDIA_TYPE
from flowforge_pdf.core.making.page_setup import MadeReport, PageSetup
from flowforge_pdf.engines.plutoprint import TooLong, typeset
from flowforge_pdf.engines.weasyprint import HtmlEngineNotInstalled, is_installed, typeset_with_grid
from flowforge_pdfs.faults import TooManyPages
from flowforge_pdfs.limits import PdfLimits
from servicekit import FileInput, FileOutput, InvalidInput, OperationError

_GRID = re.compile(r"display\s*:\s*(?:inline-)?grid|grid-template", re.IGNORECASE)
_NO_GRID = "The document uses CSS grid, which this server cannot set: its parts stand below each other."
_SHOWN = 20
_FONTS = (".ttf", ".otf", ".woff", ".woff2")
_NO_FILES: Mapping[str, bytes] = {}
_MOST_BYTES = 8 << 20


class UndrawableHtml(InvalidInput):
    code = "HTML_UNDRAWABLE"
    message = "The document cannot be set: {reason}."


MAKING: tuple[type[OperationError], ...] = (
    UndrawableHtml, TooManyPages, FontLacksCharacters, HtmlEngineNotInstalled
)  # fmt: skip


class Resources:
    """The files of a request, by the names that a document has for them; nothing else is reachable."""

    def __init__(self, sent: Sequence[FileInput], files: Mapping[str, bytes] = _NO_FILES) -> None:
        self._files = {(file.name or "").lower(): file for file in sent}
        self._contents = files
        self.missing: list[str] = []

    def find(self, url: str) -> tuple[bytes, str] | None:
        path = unquote(urlsplit(url).path)
        if content := self._contents.get(path.lstrip("/")):
            return content, "application/octet-stream"
        file = self._files.get(path.lstrip("/").lower()) or self._files.get(PurePosixPath(path).name.lower())
        if file is None:
            if url not in self.missing:
                self.missing.append(url)
            return None
        return file.content, file.media_type

    def describe_missing(self) -> tuple[list[str], list[str]]:
        """Return the first of the names that were not sent, and a warning about them if there are any."""
        missing = [each[:200].removeprefix("http://files.invalid/") for each in self.missing[:_SHOWN]]
        warning = f"{len(self.missing)} resources were not sent and are left out: send them as 'resources'."
        return missing, [warning] if missing else []


def make(
    html: str,
    setup: PageSetup,
    limits: PdfLimits,
    name: str,
    *,
    engine: str = "auto",
    files: Mapping[str, bytes] = _NO_FILES,
) -> FileOutput[MadeReport]:
    """Return the document; *files* are found by their names, besides the resources. Raises one of MAKING."""
    check_html(html, setup.resources)
    html = (
        f"<style>{setup.css}</style>{html}"
        if "<html" not in html[:2000].lower()
        else _with_style(html, setup.css)
    )
    resources, warnings = Resources(setup.resources, files), []
    grid = bool(_GRID.search(html))
    chosen = engine
    if engine == "auto":
        chosen = "weasyprint" if grid and is_installed() else "plutoprint"
    if grid and chosen == "plutoprint":
        warnings.append(_NO_GRID)
    content = _set(html, setup, resources, limits, weasyprint=chosen == "weasyprint")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
        if setup.title:
            pdf.docinfo["/Title"] = setup.title
            buffer = io.BytesIO()
            pdf.save(buffer)
            content = buffer.getvalue()
    missing, told = resources.describe_missing()
    warnings += told
    report = MadeReport(pages=pages, engine=chosen, missing=missing, warnings=warnings)
    return FileOutput(content, MEDIA_TYPE, f"{name}.pdf", report)


def _set(html: str, setup: PageSetup, resources: Resources, limits: PdfLimits, *, weasyprint: bool) -> bytes:
    margins = (setup.margin_top, setup.margin_right, setup.margin_bottom, setup.margin_left)
    try:
        if weasyprint:
            content, pages = typeset_with_grid(html, resources.find, limits.max_pages)
            limits.check_pages(pages)
            return content
        return typeset(html, setup.paper, margins, resources.find, limits.max_pages)
    except TooLong as error:
        raise TooManyPages(pages=error.pages, limit=limits.max_pages) from error
    except (ValueError, RuntimeError) as error:
        raise UndrawableHtml(reason="the engine failed on it") from error


def _with_style(html: str, css: str) -> str:
    """Put the page rules first in the head, so that the document's own come later and win."""
    head = re.search(r"<head[^>]*>", html, re.IGNORECASE)
    if head is None:
        return f"<style>{css}</style>{html}"
    return f"{html[: head.end()]}<style>{css}</style>{html[head.end() :]}"


def check_html(html: str, resources: Sequence[FileInput] = ()) -> None:
    """Raise UndrawableHtml if there is too much, FontLacksCharacters for characters that would be gaps."""
    if len(html) > _MOST_BYTES:
        raise UndrawableHtml(reason=f"it has more than {_MOST_BYTES >> 20} MiB of HTML")
    try:
        tree = markup.fromstring(html or "<p></p>")
    except (ValueError, markup.etree.ParserError):
        return
    for each in tree.iter("script", "style"):
        each.text = ""
    text = "".join(str(text) for text in tree.itertext())
    sent = _characters_of(resources)
    load_fonts().check("".join(each for each in text if ord(each) not in sent) if sent else text)


def _characters_of(resources: Sequence[FileInput]) -> set[int]:
    from fontTools import ttLib  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls need it

    found: set[int] = set()
    for file in resources:
        if (file.name or "").lower().endswith(_FONTS):
            try:
                found |= set(ttLib.TTFont(io.BytesIO(file.content), lazy=True).getBestCmap() or ())
            except (ttLib.TTLibError, OSError, ValueError, KeyError, AssertionError):
                continue  # the engine will not use it either
    return found
