"""Fill a template with data: Jinja syntax, for one object or for each row.

Templates run in a sandbox: they read their data, loop, compare and format, and reach nothing else. Undefined
names are an error unless `strict` is false.
"""

from typing import Annotated, Any, Self

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
    strict: bool = Field(default=True, description="Whether an undefined name is an error.")
    escape_html: bool = Field(default=False, description="Whether values are escaped for HTML.")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if (self.data is None) == (self.rows is None):
            raise ValueError("give exactly one of 'data' and 'rows'")
        return self


@operation(
    "/text/template",
    errors=[InvalidTemplate],
    run=RUN,
    example={"template": "Hello {{ name }}!", "data": {"name": "Ada"}},
)
def fill_template(form: TemplateForm) -> TextResult:
    from flowforge_data.core.text.templates import rendered  # noqa: PLC0415 - engines are for workers

    values: list[dict[str, Any]] = form.rows if form.rows is not None else [form.data or {}]
    return text_result(rendered(form.template, values, strict=form.strict, escape_html=form.escape_html))
