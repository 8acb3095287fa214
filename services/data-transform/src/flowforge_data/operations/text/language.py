"""Detect the language of one text or many, with probabilities: short texts are uncertain.

The answer for a text is that of /api/v1/llm/language, by the same model and with the same fields. This one
takes up to 10,000 texts, such as a column of a table; that one also takes files, and adds a calibrated
`confidence`.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_data.core.text.forms import RUN, TextsForm, UnknownLanguage
from servicekit import operation

_SURE = 0.8
Code = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class LanguageForm(TextsForm):
    among: Annotated[list[Code], Field(min_length=2, max_length=140)] | None = Field(
        None, description="Language codes (ISO 639) to choose from; all if left out."
    )
    most: int = Field(5, ge=1, le=20, description="How many languages to return for each text.")


class LanguageCandidate(BaseModel):
    language: str = Field(description="Code of the language, ISO 639-1 where there is one.")
    share: float = Field(description="Probability of the language, from 0 to 1.")


class LanguageGuess(BaseModel):
    language: str | None = Field(
        description="ISO 639 code of the most likely language; null if the text is in none."
    )
    is_sure: bool = Field(description=f"Whether its share is {_SURE} or more.")
    candidates: list[LanguageCandidate] = Field(description="The most likely first; empty without letters.")


class LanguagesResult(BaseModel):
    result: LanguageGuess = Field(description="The language of the text, or of the first of the texts.")
    results: list[LanguageGuess] = Field(description="The languages of all texts, in order.")


@operation(
    "/text/language",
    errors=[UnknownLanguage],
    run=RUN,
    example={"text": "Alle Menschen sind frei und gleich an Würde und Rechten geboren."},
)
def detect_languages(form: LanguageForm) -> LanguagesResult:
    from flowforge_data.core.text.languages import NO_LANGUAGE, ranked  # noqa: PLC0415 - a model is for workers

    found = []
    for text in form.all:
        shares = list(ranked(text, form.among).items())[: form.most]
        best, share = shares[0] if shares else (NO_LANGUAGE, 0.0)
        found.append(
            LanguageGuess(
                language=None if best == NO_LANGUAGE else best,
                is_sure=best != NO_LANGUAGE and share >= _SURE,
                candidates=[LanguageCandidate(language=code, share=part) for code, part in shares],
            )
        )
    return LanguagesResult(result=found[0], results=found)
