"""Make a PDF from an HTML template in Jinja's language and JSON data."""

from typing import Any

from pydantic import Field

from flowforge_pdf.core.making.page_setup import MadeReport, PageSetup
from flowforge_pdf.core.making.typesetting import MAKING, make
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.opening import RUN
from servicekit import Cache, FileOutput, InvalidInput, operation

_FUEL = 2_000_000


class TemplateFailed(InvalidInput):
    code = "PDF_TEMPLATE_FAILED"
    message = "'template' cannot be filled: {reason}."


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
    import minijinja  # noqa: PLC0415 - few calls need it

    environment = minijinja.Environment(
        auto_escape_callback=lambda _: True,
        undefined_behavior="strict" if form.strict else "lenient",
        fuel=_FUEL,
    )
    try:
        filled = environment.render_str(form.template, "template.html", **form.data)
    except minijinja.TemplateError as error:
        where = f" in line {error.line}" if getattr(error, "line", None) else ""
        raise TemplateFailed(reason=f"{error.message}{where}"[:300]) from error
    return make(filled, form, settings.limits, "document")
