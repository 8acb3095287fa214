"""Write the bookmarks of a PDF."""

import pikepdf
from pydantic import Field

from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.outlines import Bookmark, as_tree, write_outline
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING, PageOutOfRange
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, RequestBody, operation


class NewBookmark(RequestBody):
    title: str = Field(min_length=1, max_length=1_000, description="Text of the bookmark.")
    level: int = Field(1, ge=1, le=20, description="1 for the top level.")
    page: int | None = Field(None, ge=1, description="Page that it leads to, from 1.")
    url: str | None = Field(None, max_length=2_000, description="Address that it opens instead.")


class SetOutline(Step):
    entries: list[NewBookmark] = Field(
        max_length=10_000, description="In reading order, as /outline lists them; none removes all."
    )

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:  # noqa: ARG002 - as in Step
        count = len(pdf.pages)
        for entry in self.entries:
            if entry.page is not None and entry.page > count:
                raise PageOutOfRange(field="entries", page=entry.page, count=count)
        bookmarks = (
            (Bookmark(each.title, None if each.page is None else each.page - 1, uri=each.url), each.level - 1)
            for each in self.entries
        )
        write_outline(pdf, as_tree(bookmarks))
        return pdf


class SetOutlineForm(SetOutline, PdfForm):
    pass


@operation(
    "/set-outline",
    errors=(*OPENING, PageOutOfRange),
    run=RUN,
    example={"file": THREE_PAGES, "entries": [{"title": "Summary", "page": 2}]},
)
def set_outline(form: SetOutlineForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
