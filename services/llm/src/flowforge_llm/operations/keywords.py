"""Find the keywords of a text, with the offsets of each.

Statistical, without a model: phrases between stop words, weighted by co-occurrence, frequency and position
(57 languages). In scripts without spaces, whole clauses are returned. Offsets count code points.
"""

from typing import Annotated

import stopwordsiso
from pydantic import BaseModel, Field

from flowforge_llm.core.tasks.reviewing.review import Review, ReviewReason, told
from flowforge_llm.core.tasks.reviewing.signals import language_of
from flowforge_llm.core.tasks.text.keywords import keywords_of
from flowforge_llm.core.tasks.text.languages import rank
from flowforge_llm.core.tasks.text.source import SOURCE_ERRORS, SourceForm
from servicekit import Cache, operation


class KeywordsForm(SourceForm):
    most: Annotated[int, Field(ge=1, le=100)] = Field(10, description="How many to find.")
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = Field(
        None, description="ISO 639 code of the text's language; guessed if left out."
    )


class KeywordPlace(BaseModel):
    start: int = Field(description="Where it begins in the text, counted in characters from 0.")
    end: int = Field(description="Where it ends in the text.")


class FoundKeyword(BaseModel):
    keyword: str = Field(description="In its most frequent spelling.")
    score: float = Field(description="1 for the first, less for the others.")
    places: list[KeywordPlace] = Field(description="The first hundred.")


class KeywordsResult(BaseModel):
    keywords: list[FoundKeyword] = Field(description="The most relevant first.")
    language: str = Field(description="Language of the stop words that were used.")
    needs_review: bool = Field(description="True if the language was not given and is not certain.")
    review_reasons: list[ReviewReason] = Field(
        description="Why a person should look at the result; empty if nothing suggests it."
    )


@operation(
    "/keywords",
    example={"text": "Compatibility of systems of linear constraints over the set of natural numbers."},
    errors=SOURCE_ERRORS,
    cache=Cache(hours=24),
)
def find_keywords(form: KeywordsForm) -> KeywordsResult:
    text = form.source()
    language = form.language or rank(text)[0][0]
    review = Review()
    review.add("unsure_language", when=form.language is None and language_of(text) is None)
    found = keywords_of(text, stopwordsiso.stopwords(language), form.most)
    return KeywordsResult(
        keywords=[
            FoundKeyword(
                keyword=one.phrase,
                score=round(one.score, 4),
                places=[KeywordPlace(start=place.start, end=place.end) for place in one.places],
            )
            for one in found
        ],
        language=language,
        **told(review),
    )
