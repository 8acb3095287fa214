"""Compare two texts: how alike they are by several measures, and what was added and removed."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_data.core.text.forms import RUN
from servicekit import RequestBody, operation

ComparedText = Annotated[str, Field(max_length=200_000)]


class CompareTextForm(RequestBody):
    text: ComparedText = Field(description="The old text.")
    other: ComparedText = Field(description="The new text.")
    unit: Literal["lines", "words"] = Field("words", description="What the differences are made of.")
    ignore_case: bool = Field(default=False, description="Whether upper and lower case are the same.")
    ignore_spaces: bool = Field(default=False, description="Whether repeated blanks count as one.")


class TextChange(BaseModel):
    change: Literal["same", "added", "removed"] = Field(description="What happened to the piece.")
    text: str = Field(description="The piece.")


class CompareTextResult(BaseModel):
    same: bool = Field(description="Whether the texts are equal.")
    similarity: float = Field(description="From 0 to 1: the share of characters in common, in order.")
    token_similarity: float = Field(description="From 0 to 1, whatever the order of the words.")
    edit_distance: int = Field(description="Characters to insert, delete or replace.")
    changes: list[TextChange] = Field(description="The pieces of both texts, in order.")


@operation("/text/compare", run=RUN, example={"text": "the old text", "other": "the new text"})
def compare_texts(form: CompareTextForm) -> CompareTextResult:
    from flowforge_data.core.text.comparing import changes, measures, prepared  # noqa: PLC0415 - engines are for workers

    old = prepared(form.text, ignore_case=form.ignore_case, ignore_spaces=form.ignore_spaces)
    new = prepared(form.other, ignore_case=form.ignore_case, ignore_spaces=form.ignore_spaces)
    return CompareTextResult(
        same=old == new,
        changes=[TextChange(change=kind, text=text) for kind, text in changes(old, new, form.unit)],
        **measures(old, new),
    )
