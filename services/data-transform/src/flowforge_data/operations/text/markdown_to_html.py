"""Convert Markdown (CommonMark, with tables and strikethrough) to HTML. Raw HTML inside it is escaped."""

from pydantic import Field

from flowforge_data.core.text.forms import RUN, TextResult, TextsForm, text_result
from servicekit import operation


class MarkdownToHtmlForm(TextsForm):
    line_breaks: bool = Field(default=False, description="Whether each line end becomes a line break.")


@operation("/text/markdown-to-html", run=RUN, example={"text": "# Title\n\nOne **word**"})
def convert_markdown(form: MarkdownToHtmlForm) -> TextResult:
    from flowforge_data.core.text.markup import html_of  # noqa: PLC0415 - engines are for workers

    return text_result([html_of(one, line_breaks=form.line_breaks) for one in form.all])
