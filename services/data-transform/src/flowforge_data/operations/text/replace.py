r"""Replace text, or what a regular expression matches, in one text or many.

In the replacement of a pattern, `\1` or `\g<name>` stands for a group.
"""

from pydantic import BaseModel, Field

from flowforge_data.core.text.forms import RUN, InvalidPattern, TextsForm
from servicekit import operation


class ReplaceForm(TextsForm):
    find: str = Field(min_length=1, max_length=5_000, description="The text or the pattern to look for.")
    replacement: str = Field("", max_length=100_000, description="What takes its place.")
    regex: bool = Field(default=False, description="Whether 'find' is a regular expression (RE2).")
    ignore_case: bool = Field(default=False, description="Whether upper and lower case are the same.")
    limit: int | None = Field(
        None, ge=1, le=100_000_000, description="At most so many replacements in each text; all by default."
    )


class ReplaceResult(BaseModel):
    result: str = Field(description="The new text, or the first of them.")
    results: list[str] = Field(description="All new texts, in order.")
    replaced: int = Field(description="How many replacements were made.")


@operation(
    "/text/replace",
    errors=[InvalidPattern],
    run=RUN,
    example={"text": "a-b", "find": "-", "replacement": "+"},
)
def replace_in_text(form: ReplaceForm) -> ReplaceResult:
    from flowforge_data.core.text.replacing import replaced  # noqa: PLC0415 - engines are for workers

    done = [
        replaced(
            one, form.find, form.replacement, form.limit or 0, regex=form.regex, ignore_case=form.ignore_case
        )
        for one in form.all
    ]
    results = [text for text, _ in done]
    return ReplaceResult(
        result=results[0] if results else "", results=results, replaced=sum(count for _, count in done)
    )
