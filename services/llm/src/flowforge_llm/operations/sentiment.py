"""Score the sentiment of a text from -1 (negative) to 1 (positive).

The score is the share of positive minus the share of negative. `method` embedding compares the text with
sentences of praise and complaint. It is fast, and more accurate than the small embedded chat model. `model`
uses the calibrated probabilities that a chat model gives to the three words.
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.classifying.scoring import label_scores, shares_of
from flowforge_llm.core.tasks.classifying.similarity import Method, UsedMethod, embedder, liken
from flowforge_llm.core.tasks.errors import SCORING_ERRORS
from flowforge_llm.core.tasks.prompting.assistant import Assistant, TaskResult
from flowforge_llm.core.tasks.prompting.prompt import Prompt, Shot
from flowforge_llm.core.tasks.reviewing.calibration import SENTIMENT
from flowforge_llm.core.tasks.reviewing.review import Review, told
from flowforge_llm.core.tasks.reviewing.signals import is_unreadable
from flowforge_llm.core.tasks.text.source import TaskForm
from servicekit import Context, operation

_TASK = "What is the sentiment of the user's text? Answer positive, negative or neutral."
Mood = Literal["positive", "neutral", "negative"]
_MOODS: tuple[Mood, Mood, Mood] = ("positive", "neutral", "negative")


_SHOTS = (
    Shot("I love it, it works perfectly.", "positive"),
    Shot("A waste of money. It broke after a day.", "negative"),
    Shot("The parcel arrived on Tuesday.", "neutral"),
)


_PRAISE = (
    "I love it, it is wonderful.",
    "This is great and works perfectly.",
    "A pleasure from beginning to end.",
    "I am very happy with it.",
    "The best that I have seen.",
)
_COMPLAINT = (
    "I hate it, it is awful.",
    "This is bad and does not work.",
    "A waste of time and money.",
    "I am very disappointed with it.",
    "The worst that I have seen.",
)
_SHARPNESS = 0.05  # so much of a difference of cosines makes a mood e times as likely
_SURE = 0.5  # of the largest share
_NEUTRAL = 0.025  # where one mood is nearer than the other by less, it is none


class SentimentForm(TaskForm):
    method: Method = Field(
        "auto", description="`auto`: embedding where `model` embeds, or is left out and the default is small."
    )


class MoodShares(BaseModel):
    positive: float = Field(description="Share of positive sentiment, from 0 to 1.")
    neutral: float = Field(description="Share of neutral sentiment, from 0 to 1.")
    negative: float = Field(description="Share of negative sentiment, from 0 to 1.")


class SentimentResult(TaskResult):
    sentiment: Mood = Field(description="The prevailing sentiment.")
    score: float = Field(description="From -1 (negative) to 1 (positive).")
    shares: MoodShares = Field(description="They add up to 1.")
    confidence: float | None = Field(
        description="Probability that `sentiment` is right, calibrated on labelled sentences; null if a chat "
        "model judged."
    )
    method: UsedMethod = Field(description="How the shares were found.")


@operation(
    "/sentiment",
    example={"text": "The room was clean and the staff could not have been kinder."},
    errors=SCORING_ERRORS,
    deadline=timedelta(minutes=10),
)
async def score_sentiment(form: SentimentForm, context: Context, models: ModelService) -> SentimentResult:
    text = form.source()
    card = embedder(models, context.consumer.tier, form.model, form.method)
    if card is not None:
        found = await liken(models, context, card, text, [_PRAISE, _COMPLAINT])
        shares, spent = _shares(*found.cosines), found.spent
    else:
        assistant = Assistant.of(models, context, form.model, "json_schema", "logprobs")
        shares = await label_scores(assistant, Prompt(_TASK, "", "", _SHOTS), text, _MOODS)
        spent = assistant.spent
    review = Review()
    review.add("unreadable_text", when=is_unreadable(text))
    review.add("low_confidence", when=max(shares) < _SURE)
    positive, neutral, negative = (round(share, 4) for share in shares)
    share, mood = max(zip((positive, neutral, negative), _MOODS, strict=True))
    return SentimentResult(
        **spent,
        **told(review),
        sentiment=mood,
        confidence=None if card is None else SENTIMENT.confidence(share, mood),
        score=round(shares[0] - shares[2], 4),
        shares=MoodShares(positive=positive, neutral=neutral, negative=negative),
        method="model" if card is None else "embedding",
    )


def _shares(praise: float, complaint: float) -> list[float]:
    """Return the shares of the three moods, by how much nearer praise is than complaint."""
    difference = praise - complaint
    return shares_of([weight / _SHARPNESS for weight in (difference, _NEUTRAL, -difference)])
