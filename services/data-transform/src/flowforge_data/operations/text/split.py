"""Split text at a separator, a regular expression, lines, sentences, or into parts of a length."""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_data.core.text.forms import RUN, InvalidPattern, TextsForm
from servicekit import operation


class SplitTextForm(TextsForm):
    by: Literal["separator", "regex", "lines", "paragraphs", "sentences", "words", "length"] = Field(
        "separator", description="What divides the parts."
    )
    separator: str | None = Field(
        None, min_length=1, max_length=2_000, description="The separator or the pattern."
    )
    length: int | None = Field(None, ge=1, le=1_000_000, description="Characters of a part, for 'length'.")
    limit: int | None = Field(
        None, ge=1, le=1_000_000, description="At most so many parts; the last holds the rest."
    )
    trim: bool = Field(default=True, description="Remove blanks around the parts.")
    drop_empty: bool = Field(default=True, description="Leave out empty parts.")

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if (self.separator is None) == (self.by in ("separator", "regex")):
            raise ValueError("give 'separator' with 'by' separator or regex, and only then")
        if (self.length is None) == (self.by == "length"):
            raise ValueError("give 'length' with 'by' length, and only then")
        return self


class SplitTextResult(BaseModel):
    parts: list[str] = Field(description="The parts of the text, or of the first of the texts.")
    all_parts: list[list[str]] = Field(description="The parts of each text.")
    count: int = Field(description="How many parts there are in all.")


@operation("/text/split", errors=[InvalidPattern], run=RUN, example={"text": "a, b, c", "separator": ","})
def split_text(form: SplitTextForm) -> SplitTextResult:
    from flowforge_data.core.text.dividing import parts_of  # noqa: PLC0415 - engines are for workers

    divided = []
    for one in form.all:
        parts = parts_of(one, form.by, form.separator or "", form.length or 1, form.limit)
        parts = [part.strip() for part in parts] if form.trim else parts
        divided.append([part for part in parts if part or not form.drop_empty])
    return SplitTextResult(
        parts=divided[0] if divided else [], all_parts=divided, count=sum(len(one) for one in divided)
    )
