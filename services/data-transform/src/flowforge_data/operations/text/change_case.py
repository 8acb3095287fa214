"""Change the case of text: upper, lower, title and sentence case, camelCase, snake_case, a slug and more."""

from typing import Literal

from pydantic import Field

from flowforge_data.core.text.forms import RUN, TextResult, TextsForm, text_result
from servicekit import operation

Case = Literal[
    "upper", "lower", "title", "sentence", "camel", "pascal", "snake", "kebab", "constant", "slug", "swap"
]


class CaseForm(TextsForm):
    case: Case = Field(description="slug is for addresses: ASCII letters, digits and hyphens.")
    max_length: int | None = Field(None, ge=1, le=10_000, description="Longest slug; it ends at a word.")


@operation("/text/change-case", run=RUN, example={"text": "Größe der Straße", "case": "slug"})
def change_case(form: CaseForm) -> TextResult:
    from flowforge_data.core.text.cases import cased  # noqa: PLC0415 - engines are for workers

    return text_result([cased(one, form.case, form.max_length) for one in form.all])
