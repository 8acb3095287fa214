"""Make a PDF from an HTML template in Jinja's language and JSON data."""

from typing import Any

from pydantic import Field

from flowforge_pdf.core.making.page_setup import MadeReport, WebPageSetup
from flowforge_pdf.core.making.templates import TemplateFailed, render_template
from flowforge_pdf.core.making.typesetting import MAKING, RUN_WITH_DOWNLOADS, make_from_web
from flowforge_pdf.settings import PdfSettings
from servicekit import Context, FileOutput, operation


class FromTemplateForm(WebPageSetup):
    template: str = Field(
        min_length=1, max_length=1_000_000, description="HTML with {{ values }}, {% for %} and {% if %}."
    )
    data: dict[str, Any] = Field({}, description="The values. They are escaped; use |safe for HTML.")
    strict: bool = Field(default=True, description="A value that is not in the data is an error, not empty.")


@operation(
    "/from-template",
    errors=(*MAKING, TemplateFailed),
    run=RUN_WITH_DOWNLOADS,
    example={"template": "<h1>Dear {{ name }}</h1>", "data": {"name": "Ada"}},
)
async def make_from_template(
    form: FromTemplateForm, settings: PdfSettings, context: Context
) -> FileOutput[MadeReport]:
    filled = render_template(form.template, form.data, strict=form.strict)
    return await make_from_web(filled, form, settings.limits, "document", context)
