"""Find e-mail addresses, phone numbers, links, dates and the like in text, or what a pattern matches."""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_data.core.text.forms import RUN, InvalidPattern, TextsForm
from servicekit import operation

Kind = Literal["email", "phone", "url", "number", "date", "hashtag", "mention", "ip", "iban", "color"]


class ExtractForm(TextsForm):
    kinds: list[Kind] = Field([], max_length=10, description="What to find.")
    pattern: str | None = Field(
        None, min_length=1, max_length=2_000, description="A regular expression (RE2)."
    )
    ignore_case: bool = Field(default=False, description="Whether the pattern ignores upper and lower case.")
    region: str | None = Field(
        None,
        pattern=r"^[A-Z]{2}$",
        description="Country of phone numbers without a country code, such as DE.",
    )
    unique: bool = Field(default=False, description="Return each value once.")

    @model_validator(mode="after")
    def _looks_for_something(self) -> Self:
        if bool(self.kinds) == (self.pattern is not None):
            raise ValueError("give exactly one of 'kinds' and 'pattern'")
        return self


class Found(BaseModel):
    kind: str = Field(description="What it is; 'pattern' for a regular expression.")
    value: str = Field(description="The text that was found.")
    normalized: str | None = Field(description="The value in its standard form, such as +49301234567.")
    item: int = Field(description="Number of the text from 0.")
    start: int = Field(description="Where it begins, in characters from 0.")
    end: int = Field(description="Where it ends.")
    groups: dict[str, str | None] = Field(description="Groups of the pattern, by name or number.")


class ExtractResult(BaseModel):
    matches: list[Found] = Field(description="What was found, in the order of the texts.")
    count: int = Field(description="How many.")


@operation(
    "/text/extract",
    errors=[InvalidPattern],
    run=RUN,
    example={"text": "Write to ada@example.org", "kinds": ["email"]},
)
def extract_from_text(form: ExtractForm) -> ExtractResult:
    from flowforge_data.core.text.extraction import find  # noqa: PLC0415 - engines are for workers

    found = find(form.all, form.kinds, form.pattern, form.region, ignore_case=form.ignore_case)
    if form.unique:
        found = list(
            {(one["kind"], one["normalized"] or one["value"]): one for one in reversed(found)}.values()
        )[::-1]
    return ExtractResult(matches=[Found(**one) for one in found], count=len(found))
