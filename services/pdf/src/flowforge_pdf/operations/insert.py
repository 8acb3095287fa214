"""Insert the pages of another PDF, a picture, or blank pages into a PDF."""

from typing import Self

import pikepdf
from pydantic import Field, model_validator

from flowforge_pdf.core.arranging.picture_images import PICTURES
from flowforge_pdf.core.arranging.placing import add_page
from flowforge_pdf.core.arranging.sources import open_source
from flowforge_pdf.core.arranging.taking import append_pages
from flowforge_pdf.core.boxes import shown_size
from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.faults import UnknownSource
from flowforge_pdf.core.lengths import Paper
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from servicekit import FileInput, FileOutput, operation


class Insert(Step):
    source: int = Field(0, ge=0, description="Position, from 0, of the file among the 'sources'.")
    source_pages: PageSelection = Field("all", description="Pages of the other file.")
    source_password: str | None = Field(None, max_length=127, description="Password of the other file.")
    blank: int = Field(0, ge=0, le=1_000, description="Insert so many blank pages instead of a file's.")
    paper: Paper | None = Field(
        None, description="Size of blank pages; by default that of the page beside them."
    )
    after: PageSelection | None = Field(
        None,
        description=f"Insert after these pages, after each if there are several; by default last. {SYNTAX}",
    )
    before: PageSelection | None = Field(None, description="Insert before these pages instead.")

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if self.after is not None and self.before is not None:
            raise ValueError("give 'after' or 'before', not both")
        return self

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        count = len(pdf.pages)
        places = self._places(count)
        start = count
        if self.blank:
            self._add_blank(pdf, places)
        else:
            with open_source(
                work.source(self.source), self.source_password, work.limits, name="source"
            ) as opened:
                positions = select_pages(self.source_pages, len(opened.pdf.pages), field="source_pages")
                work.limits.check_pages(count + len(positions) * len(places))
                for warning in opened.warnings:
                    work.warn(f"source: {warning}")
                for _ in places:
                    append_pages(pdf, opened.pdf, positions, work)
        _move(pdf, start, places)
        return pdf

    def _places(self, count: int) -> list[int]:
        """Return before which pages is inserted, in ascending order."""
        if self.before is not None:
            return sorted(set(select_pages(self.before, count, field="before")))
        return sorted({place + 1 for place in select_pages(self.after or "last", count, field="after")})

    def _add_blank(self, pdf: pikepdf.Pdf, places: list[int]) -> None:
        for place in places:
            width, height, _ = shown_size(pdf.pages[max(0, place - 1)])
            for _ in range(self.blank):
                add_page(pdf, self.paper or (width, height))


def _move(pdf: pikepdf.Pdf, start: int, places: list[int]) -> None:
    """Move what was appended from *start* on to its places, in equal parts."""
    pages = list(pdf.pages)
    own, added = pages[:start], pages[start:]
    share = len(added) // len(places)
    order: list[pikepdf.Page] = []
    for position in range(start + 1):
        if position in places:
            at = places.index(position)
            order += added[at * share : (at + 1) * share]
        order += own[position : position + 1]
    del pdf.pages[:]
    pdf.pages.extend(order)


class InsertForm(Insert, PdfForm):
    insert: FileInput | None = Field(None, description="The PDF or picture whose pages are inserted.")

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if (self.insert is None) == (self.blank == 0):
            raise ValueError("give 'insert' (a file) or 'blank' (a number of blank pages)")
        return self


@operation(
    "/insert",
    errors=(*SELECTING, UnknownSource, *PICTURES),
    run=RUN,
    example={"file": THREE_PAGES, "insert": THREE_PAGES, "source_pages": "1", "after": "2"},
)
def insert_pages(form: InsertForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits, sources=[form.insert] if form.insert else [])
