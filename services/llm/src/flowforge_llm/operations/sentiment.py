"""Score how positive or negative a text is, from -1 to 1.

The score is the probability of positive less that of negative, as the model's own probabilities of the three
words have it, less what they are for a text that says nothing.
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.desk import Desk
from flowforge_llm.core.tasks.assistant import Assistant, TaskResult
from flowforge_llm.core.tasks.faults import SCORING_ERRORS
from flowforge_llm.core.tasks.prompt import Prompt, Shot
from flowforge_llm.core.tasks.scoring import label_scores
from flowforge_llm.core.tasks.source import TaskForm
from servicekit import Context, operation

_TASK = "What is the sentiment of the user's text? Answer positive, negative or neutral."
Mood = Literal["positive", "neutral", "negative"]
_MOODS: tuple[Mood, Mood, Mood] = ("positive", "neutral", "negative")


_SHOTS = (
    Shot("I love it, it works perfectly.", "positive"),
    Shot("A waste of money. It broke after a day.", "negative"),
    Shot("The parcel arrived on Tuesday.", "neutral"),
)


class MoodShares(BaseModel):
    positive: float
    neutral: float
    negative: float


class SentimentResult(TaskResult):
    sentiment: Mood
    score: float = Field(description="From -1 (negative) to 1 (positive).")
    shares: MoodShares = Field(description="They add up to 1.")


@operation(
    "/sentiment",
    example={"text": "The room was clean and the staff could not have been kinder."},
    errors=SCORING_ERRORS,
    deadline=timedelta(minutes=10),
)
async def score_sentiment(form: TaskForm, context: Context, desk: Desk) -> SentimentResult:
    text = form.source()
    assistant = Assistant.of(desk, context, form.model, "json_schema", "logprobs")
    shares = await label_scores(assistant, Prompt(_TASK, "", "", _SHOTS), text, _MOODS)
    positive, neutral, negative = (round(share, 4) for share in shares)
    return SentimentResult(
        **assistant.told,
        sentiment=max(zip(shares, _MOODS, strict=True))[1],
        score=round(shares[0] - shares[2], 4),
        shares=MoodShares(positive=positive, neutral=neutral, negative=negative),
    )
