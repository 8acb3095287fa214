"""Convert HTML to Markdown or to plain text. Scripts and styles are left out; nothing is loaded."""

from typing import Literal

from pydantic import Field

from flowforge_data.core.text.forms import RUN, TextResult, TextsForm, text_result
from servicekit import operation


class HtmlToMarkdownForm(TextsForm):
    to: Literal["markdown", "text"] = Field("markdown", description="What to make of the HTML.")


@operation("/text/html-to-markdown", run=RUN, example={"text": "<h1>Title</h1><p>One <b>word</b></p>"})
def convert_html(form: HtmlToMarkdownForm) -> TextResult:
    from flowforge_data.core.text.markup import markdown_of, text_of  # noqa: PLC0415 - engines are for workers

    convert = markdown_of if form.to == "markdown" else text_of
    return text_result([convert(one) for one in form.all])
