"""Detect the language of a text, with probabilities.

Runs without a model and knows 140 languages and variants (ISO 639). Results for very short or mixed texts are
unreliable, which the probabilities show.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_llm.core.tasks.reviewing.calibration import LANGUAGE
from flowforge_llm.core.tasks.text.languages import NO_LANGUAGE, LanguageUnknown, rank
from flowforge_llm.core.tasks.text.source import SOURCE_ERRORS, SourceForm
from servicekit import Cache, operation

_SURE = 0.8
Code = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class LanguageForm(SourceForm):
    among: Annotated[list[Code], Field(min_length=2, max_length=140)] | None = Field(
        None, description="Language codes to choose from; all if left out."
    )
    most: Annotated[int, Field(ge=1, le=20)] = Field(5, description="How many languages to return.")


class LanguageShare(BaseModel):
    language: str = Field(description="Code of the language, ISO 639-1 where there is one.")
    share: float = Field(description="Probability of the language, from 0 to 1.")


class LanguageResult(BaseModel):
    language: str | None = Field(
        description="ISO 639 code of the most likely language; null if the text is in none."
    )
    confidence: float | None = Field(
        description="Probability that `language` is right, calibrated on labelled sentences; null with "
        "`among`, or if the text is in no language."
    )
    is_sure: bool = Field(description=f"Whether its share is {_SURE} or more.")
    candidates: list[LanguageShare] = Field(description="The most likely first; all shares add up to 1.")


@operation(
    "/language",
    example={"text": "Alle Menschen sind frei und gleich an Würde und Rechten geboren."},
    errors=[*SOURCE_ERRORS, LanguageUnknown],
    cache=Cache(hours=24),
    version=2,
)
def guess_language(form: LanguageForm) -> LanguageResult:
    ranked = rank(form.source(), form.among)
    best, share = ranked[0]
    return LanguageResult(
        language=best if best != NO_LANGUAGE else None,
        confidence=None if best == NO_LANGUAGE or form.among else LANGUAGE.confidence(share),
        is_sure=best != NO_LANGUAGE and share >= _SURE,
        candidates=[LanguageShare(language=code, share=round(part, 4)) for code, part in ranked[: form.most]],
    )
