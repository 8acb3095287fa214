"""Clean text: blanks, line ends, control characters, accents, quotation marks, damaged encodings, HTML.

Each option is applied in the order of the list below. Without any, blanks are trimmed and collapsed.
"""

from typing import Literal

from pydantic import Field

from flowforge_data.core.text.forms import RUN, TextResult, TextsForm, text_result
from servicekit import operation

Cleaning = Literal[
    "repair_encoding",
    "unescape_html",
    "strip_html",
    "normalize",
    "remove_control_characters",
    "remove_invisible_characters",
    "straight_quotes",
    "transliterate",
    "remove_accents",
    "remove_emoji",
    "remove_punctuation",
    "remove_digits",
    "unify_line_ends",
    "collapse_spaces",
    "remove_empty_lines",
    "single_line",
    "trim",
]


class CleanForm(TextsForm):
    steps: list[Cleaning] = Field(
        ["collapse_spaces", "trim"],
        min_length=1,
        max_length=20,
        description="repair_encoding mends text such as 'schÃ¶n'; transliterate makes ASCII of any script.",
    )


@operation("/text/clean", run=RUN, example={"text": "  too   many blanks "})
def clean_text(form: CleanForm) -> TextResult:
    from flowforge_data.core.text.cleaning import cleaned  # noqa: PLC0415 - engines are for workers

    return text_result([cleaned(one, set(form.steps)) for one in form.all])
