"""Guess the language of a text, with the shares of belief of the likeliest.

Runs without a model, on 140 languages and variants (ISO 639). A text of few words, or of several languages,
is guessed badly, and the shares then say so.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_llm.core.tasks.languages import NO_LANGUAGE, LanguageUnknown, rank
from flowforge_llm.core.tasks.source import SOURCE_ERRORS, SourceForm
from servicekit import Cache, operation

_SURE = 0.8
Code = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class LanguageForm(SourceForm):
    among: Annotated[list[Code], Field(min_length=2, max_length=140)] | None = Field(
        None, description="Codes of the languages that it can only be; all if left out."
    )
    most: Annotated[int, Field(ge=1, le=20)] = Field(5, description="How many to tell.")


class LanguageShare(BaseModel):
    language: str
    share: float


class LanguageResult(BaseModel):
    language: str | None = Field(description="ISO 639 code of the likeliest; null if it is no language.")
    is_sure: bool = Field(description=f"Whether its share is {_SURE} or more.")
    candidates: list[LanguageShare] = Field(description="The likeliest first; all shares add up to 1.")


@operation(
    "/language",
    example={"text": "Alle Menschen sind frei und gleich an Würde und Rechten geboren."},
    errors=[*SOURCE_ERRORS, LanguageUnknown],
    cache=Cache(hours=24),
)
def guess_language(form: LanguageForm) -> LanguageResult:
    ranked = rank(form.source(), form.among)
    best, share = ranked[0]
    return LanguageResult(
        language=best if best != NO_LANGUAGE else None,
        is_sure=best != NO_LANGUAGE and share >= _SURE,
        candidates=[LanguageShare(language=code, share=round(part, 4)) for code, part in ranked[: form.most]],
    )
