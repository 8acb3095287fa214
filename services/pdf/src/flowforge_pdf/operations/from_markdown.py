"""Make a PDF from Markdown (CommonMark with tables and strikethrough)."""

from typing import Self

from pydantic import Field, model_validator

from flowforge_pdf.core.documents import named
from flowforge_pdf.core.making.page_setup import MadeReport, WebPageSetup
from flowforge_pdf.core.making.styles import PROSE
from flowforge_pdf.core.making.typesetting import MAKING, RUN_WITH_DOWNLOADS, make_from_web
from flowforge_pdf.settings import PdfSettings
from servicekit import Context, FileInput, FileOutput, operation


class FromMarkdownForm(WebPageSetup):
    markdown: str | None = Field(None, min_length=1, description="The Markdown as a text.")
    file: FileInput | None = Field(None, description="The Markdown as a file.")
    extra_css: str = Field("", max_length=100_000, description="CSS rules besides the built-in ones.")

    @model_validator(mode="after")
    def _has_markdown(self) -> Self:
        if (self.markdown is None) == (self.file is None):
            raise ValueError("give 'markdown' (a text) or 'file'")
        return self


@operation(
    "/from-markdown",
    errors=MAKING,
    run=RUN_WITH_DOWNLOADS,
    example={"markdown": "# Report\n\n| Item | Price |\n| --- | --- |\n| Ink | 19.90 |"},
)
async def make_from_markdown(
    form: FromMarkdownForm, settings: PdfSettings, context: Context
) -> FileOutput[MadeReport]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - few calls need it

    text = form.markdown or (form.file.content.decode("utf-8-sig", "replace") if form.file else "")
    body = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).render(text)
    name = named(form.file.name)[: -len(".pdf")] if form.file else "document"
    html = f"<style>{PROSE}{form.extra_css}</style>{body}"
    return await make_from_web(html, form, settings.limits, name, context)
