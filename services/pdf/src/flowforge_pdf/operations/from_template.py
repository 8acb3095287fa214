"""Make a PDF from an HTML template in Jinja's language and JSON data."""

from typing import Any

from pydantic import Field

from flowforge_pdf.core.making.page_setup import MadeReport, PageSetup
from flowforge_pdf.core.making.templates import TemplateFailed, render_template
from flowforge_pdf.core.making.typesetting import MAKING, make
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.opening import RUN
from servicekit import Cache, FileOutput, operation


class FromTemplateForm(PageSetup):
    template: str = Field(
        min_length=1, max_length=1_000_000, description="HTML with {{ values }}, {% for %} and {% if %}."
    )
    data: dict[str, Any] = Field({}, description="The values. They are escaped; use |safe for HTML.")
    strict: bool = Field(default=True, description="A value that is not in the data is an error, not empty.")


@operation(
    "/from-template",
    errors=(*MAKING, TemplateFailed),
    run=RUN,
    cache=Cache(hours=24),
    example={"template": "<h1>Dear {{ name }}</h1>", "data": {"name": "Ada"}},
)
def make_from_template(form: FromTemplateForm, settings: PdfSettings) -> FileOutput[MadeReport]:
    filled = render_template(form.template, form.data, strict=form.strict)
    return make(filled, form, settings.limits, "document")
