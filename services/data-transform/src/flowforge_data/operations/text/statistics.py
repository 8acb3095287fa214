"""Count characters, words and sentences, find the most frequent words, and rate the readability."""

from pydantic import BaseModel, Field

from flowforge_data.core.text.forms import RUN, Text
from servicekit import RequestBody, operation


class StatisticsForm(RequestBody):
    text: Text = Field(description="The text.")
    top: int = Field(10, ge=0, le=1_000, description="How many of the most frequent words are returned.")
    min_word_length: int = Field(4, ge=1, le=50, description="Shortest word among the most frequent ones.")


class WordCount(BaseModel):
    word: str = Field(description="The word in lower case.")
    count: int = Field(description="How often it occurs.")


class StatisticsResult(BaseModel):
    characters: int = Field(description="All characters.")
    characters_without_spaces: int = Field(description="Characters that are no blanks.")
    words: int = Field(description="Words.")
    distinct_words: int = Field(description="Different words, whatever their case.")
    sentences: int = Field(description="Sentences.")
    paragraphs: int = Field(description="Paragraphs, which blank lines separate.")
    lines: int = Field(description="Lines.")
    reading_minutes: float = Field(description="Minutes to read it, at 238 words a minute.")
    speaking_minutes: float = Field(description="Minutes to speak it, at 150 words a minute.")
    words_per_sentence: float = Field(description="Mean words of a sentence.")
    flesch_reading_ease: float | None = Field(
        description="For English: 100 is very easy, 0 very hard (Flesch 1948); null without a sentence."
    )
    flesch_kincaid_grade: float | None = Field(description="For English: the US school grade (Kincaid 1975).")
    most_frequent: list[WordCount] = Field(description="The most frequent words.")


@operation("/text/statistics", run=RUN, example={"text": "One sentence. And another one."})
def text_statistics(form: StatisticsForm) -> StatisticsResult:
    from flowforge_data.core.text.counting import statistics  # noqa: PLC0415 - engines are for workers

    found = statistics(form.text, form.top, form.min_word_length)
    return StatisticsResult.model_validate(found)
