"""List the bookmarks of a PDF with the pages that they lead to."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.outlines import read_outline
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf
from servicekit import operation


class OutlineForm(PdfForm):
    pass


class OutlineEntry(BaseModel):
    title: str = Field(description="Text of the bookmark.")
    level: int = Field(description="1 for the top level.")
    page: int | None = Field(description="Page that it leads to, from 1; null if it leads elsewhere.")
    url: str | None = Field(description="Address that it opens.")


class OutlineResult(BaseModel):
    count: int = Field(description="Number of entries in the list.")
    entries: list[OutlineEntry] = Field(description="In reading order; what /set-outline takes.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/outline", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def list_outline(form: OutlineForm, settings: PdfSettings) -> OutlineResult:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        entries = [
            OutlineEntry(
                title=bookmark.title,
                level=depth + 1,
                page=None if bookmark.page is None else bookmark.page + 1,
                url=bookmark.uri,
            )
            for bookmark, depth in read_outline(opened.pdf)
        ]
        return OutlineResult(count=len(entries), entries=entries, warnings=opened.warnings)
