"""Fill a template with data: Jinja or Mustache syntax, for one object or for each row.

Templates run in a sandbox: they read their data, loop, compare and format, and reach nothing else. In Jinja
undefined names are an error unless `strict` is false, and values are escaped for HTML with `escape_html`. In
Mustache, as its specification says, undefined names are empty, `{{name}}` is escaped and `{{{name}}}` is not.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, JsonValue, model_validator

from flowforge_data.core.text.forms import RUN, InvalidTemplate, TextResult, text_result
from servicekit import RequestBody, operation


class TemplateForm(RequestBody):
    template: Annotated[str, Field(min_length=1, max_length=200_000)] = Field(
        description="The template, such as Hello {{ name | title }}."
    )
    data: dict[str, JsonValue] | None = Field(None, description="The values, by name.")
    rows: list[dict[str, JsonValue]] | None = Field(
        None, max_length=10_000, description="Fill the template once for each row, instead."
    )
    syntax: Literal["jinja", "mustache"] = Field("jinja", description="The language of the template.")
    strict: bool | None = Field(
        None, description="Whether an undefined name is an error: true by default; for Jinja only."
    )
    escape_html: bool | None = Field(
        None, description="Whether values are escaped for HTML: false by default; for Jinja only."
    )

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if (self.data is None) == (self.rows is None):
            raise ValueError("give exactly one of 'data' and 'rows'")
        if self.syntax == "mustache" and (self.strict is not None or self.escape_html is not None):
            raise ValueError("'strict' and 'escape_html' are for 'syntax' jinja; Mustache has its own rules")
        return self


@operation(
    "/text/template",
    errors=[InvalidTemplate],
    run=RUN,
    example={"template": "Hello {{ name }}!", "data": {"name": "Ada"}},
)
def fill_template(form: TemplateForm) -> TextResult:
    from flowforge_data.core.text import mustache, templates  # noqa: PLC0415 - engines are for workers

    values: list[dict[str, Any]] = form.rows if form.rows is not None else [form.data or {}]
    if form.syntax == "mustache":
        return text_result(mustache.rendered(form.template, values))
    strict, escape_html = form.strict is not False, form.escape_html is True
    return text_result(templates.rendered(form.template, values, strict=strict, escape_html=escape_html))
