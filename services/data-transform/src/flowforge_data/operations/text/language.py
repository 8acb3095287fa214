"""Detect the language of one text or many, with probabilities: short texts are uncertain."""

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


class LanguageGuess(BaseModel):
    language: str | None = Field(description="ISO 639 code; null if the text has no words.")
    probability: float = Field(description="How likely it is, from 0 to 1.")
    is_sure: bool = Field(description=f"Whether the probability is {_SURE} or more.")
    alternatives: dict[str, float] = Field(description="Other likely languages.")


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
    from flowforge_data.core.text.languages import ranked  # noqa: PLC0415 - a model is for workers

    found = []
    for text in form.all:
        shares = ranked(text, form.among)
        language, share = next(iter(shares.items()), (None, 0.0))
        others = {code: one for code, one in list(shares.items())[1:4] if one >= 0.01}  # noqa: PLR2004 - worth a look
        found.append(
            LanguageGuess(language=language, probability=share, is_sure=share >= _SURE, alternatives=others)
        )
    return LanguagesResult(result=found[0], results=found)
