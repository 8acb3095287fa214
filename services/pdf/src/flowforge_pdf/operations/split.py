"""Split a PDF: at page ranges, every n pages, by size, at bookmarks, blank pages, texts or codes.

Each part keeps its links, form fields, layers and bookmarks.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal, Self

import pikepdf
from pydantic import BaseModel, Field, model_validator

from flowforge_pdf.core.arranging.dividing import (
    Part,
    at_bookmarks,
    at_dividers,
    blank_pages,
    by_count,
    by_size,
    pages_with_code,
    pages_with_text,
)
from flowforge_pdf.core.arranging.taking import take_pages
from flowforge_pdf.core.arranging.verbatim import joined, stored
from flowforge_pdf.core.documents import CACHE, LOST_ENCRYPTION, MEDIA_TYPE, PdfForm, named, save
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING, TooManyPixels
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.opening import RUN, open_pdf
from flowforge_pdfs.page_selection import PageSelection, select_pages
from servicekit import FileOutput, FileOutputs, InvalidInput, operation

_MOST_RANGES = 1_000
_SHOWN_PAGES = 300


class NothingToSplitAt(InvalidInput):
    code = "PDF_NOTHING_TO_SPLIT_AT"
    message = "The document has {what}: there is nothing to split it at."


class SplitForm(PdfForm):
    by: Literal["pages", "ranges", "size", "bookmarks", "blank", "text", "code"] = Field(
        "pages", description="What divides the document."
    )
    every: int = Field(1, ge=1, le=100_000, description="With by=pages: pages of each part.")
    ranges: list[PageSelection] = Field(
        [], max_length=_MOST_RANGES, description="With by=ranges: the pages of each part, such as 1-3 and 4-."
    )
    max_bytes: int | None = Field(
        None, ge=1_000, description="With by=size: most bytes of a part; a single page may be larger."
    )
    level: int = Field(
        1, ge=1, le=10, description="With by=bookmarks: divide at bookmarks of this level and above."
    )
    text: str | None = Field(
        None, min_length=1, max_length=500,
        description="With by=text or code: what dividing pages say; without it, any QR or bar code divides.",
    )  # fmt: skip
    keep_dividers: bool | None = Field(
        None, description="Keep the dividing pages, first in their parts; by default only with by=text."
    )

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        needed = {"ranges": self.ranges, "size": self.max_bytes, "text": self.text}
        if self.by in needed and not needed[self.by]:
            name = "max_bytes" if self.by == "size" else self.by
            raise ValueError(f"by='{self.by}' needs '{name}'")
        return self


class SplitPart(BaseModel):
    pages: str = Field(description="Pages of the original, such as 1-3.")
    title: str | None = Field(description="The bookmark that begins the part.")


class SplitReport(BaseModel):
    count: int = Field(description="Number of parts.")
    parts: list[SplitPart] = Field(description="The first 300 parts, in order.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/split",
    errors=(*SELECTING, NothingToSplitAt, TooManyPixels),
    run=RUN,
    cache=CACHE,
    example={"file": THREE_PAGES, "by": "ranges", "ranges": ["1-2", "3"]},
)
def split_document(form: SplitForm, settings: PdfSettings) -> FileOutputs[SplitReport]:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        work = Work(settings.limits, warnings=opened.warnings)
        if opened.pdf.is_encrypted:
            work.warn(LOST_ENCRYPTION)
        parts = Parts(opened.pdf, work)
        divided = divide(opened.pdf, form, work, parts)
        files = [
            FileOutput(parts.content(part.positions), MEDIA_TYPE, name)
            for part, name in zip(divided, _names(form.file.name, divided), strict=True)
        ]
        told = [SplitPart(pages=shown(part.positions), title=part.title) for part in divided[:_SHOWN_PAGES]]
        report = SplitReport(count=len(divided), parts=told, warnings=work.warnings)
        return FileOutputs(files, named(form.file.name, "-parts", "zip"), report)


class Parts:
    """Writes parts of a document: as they are stored if its pages need nothing else."""

    def __init__(self, pdf: pikepdf.Pdf, work: Work) -> None:
        self._pdf, self._work = pdf, work
        self._stored = stored(pdf) if "/PageLabels" not in pdf.Root else None

    def content(self, positions: Sequence[int]) -> bytes:
        """Return these pages as a document of its own."""
        found = joined([(self._stored, positions)])
        return found if found is not None else save(take_pages(self._pdf, positions, self._work))


def divide(pdf: pikepdf.Pdf, form: SplitForm, work: Work, parts: Parts) -> list[Part]:
    """Return the parts that *form* asks for."""
    count, limits = len(pdf.pages), work.limits
    if form.by == "pages":
        return by_count(count, form.every)
    if form.by == "ranges":
        return [Part(tuple(select_pages(each, count, field="ranges"))) for each in form.ranges]
    if form.by == "size":
        return list(by_size(count, form.max_bytes or 0, lambda run: len(parts.content(run))))
    if form.by == "bookmarks":
        at = at_bookmarks(pdf, form.level)
        if not any(part.title for part in at):
            raise NothingToSplitAt(what="no bookmarks that lead to its pages")
        return at
    return _at_found(pdf, form, limits)


def _at_found(pdf: pikepdf.Pdf, form: SplitForm, limits: PdfLimits) -> list[Part]:
    ways: dict[str, tuple[Callable[[], set[int]], str]] = {
        "blank": (lambda: blank_pages(pdf, limits), "no blank page"),
        "text": (
            lambda: pages_with_text(pdf, limits, form.text or ""),
            f"no page with the text '{form.text}'",
        ),
        "code": (lambda: pages_with_code(pdf, limits, form.text), "no page with such a code"),
    }
    find, lacking = ways[form.by]
    dividers = find()
    keep = form.by == "text" if form.keep_dividers is None else form.keep_dividers
    parts = at_dividers(len(pdf.pages), dividers, keep=keep)
    if not dividers or not parts:
        raise NothingToSplitAt(what=lacking if not dividers else "no pages beside those that divide")
    return parts


def shown(positions: Sequence[int]) -> str:
    """Return positions from 0 as people address them: 1-3,5."""
    runs: list[list[int]] = []
    for position in positions:
        if runs and position == runs[-1][1] + 1:
            runs[-1][1] = position
        else:
            runs.append([position, position])
    return ",".join(f"{a + 1}" if a == b else f"{a + 1}-{b + 1}" for a, b in runs)


def _names(name: str | None, parts: Sequence[Part]) -> list[str]:
    digits = len(str(len(parts)))
    names = []
    for number, part in enumerate(parts, 1):
        title = re.sub(r"[^\w\- ]+", "", part.title or "").strip()[:60]
        suffix = f"-{number:0{digits}d}" + (f"-{title}" if title else "")
        names.append(named(name, suffix))
    return names
