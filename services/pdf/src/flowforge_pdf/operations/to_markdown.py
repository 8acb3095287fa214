"""Convert a PDF to Markdown: headings, paragraphs, lists and tables."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.reading.documents import open_reader
from flowforge_pdf.core.reading.markup import as_markdown
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection
from servicekit import operation


class ToMarkdownForm(PdfForm):
    pages: PageSelection = Field("all", description=SYNTAX)


class MarkdownPage(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    markdown: str = Field(description="The page in Markdown.")


class MarkdownResult(BaseModel):
    markdown: str = Field(description="All pages, one after the other.")
    pages: list[MarkdownPage] = Field(description="The document, page by page.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/to-markdown", errors=SELECTING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def convert_to_markdown(form: ToMarkdownForm, settings: PdfSettings) -> MarkdownResult:
    with open_reader(form, settings.limits) as reader:
        pages = [
            MarkdownPage(page=number, markdown=as_markdown(blocks))
            for number, blocks in reader.blocks(form.pages)
        ]
        whole = "\n".join(page.markdown for page in pages if page.markdown)
        reader.warn_if_silent(len(whole))
        return MarkdownResult(markdown=whole, pages=pages, warnings=reader.warnings)
