"""Summarize a text, in a paragraph or in bullets, within a number of words.

A long text is read in pieces: each is summarized, then the summaries are, as often as needed. A summary that
is cut off, copies the text, or is in the wrong language is an error. `needs_review` is true where words or
numbers are not in the text, or the model was unsure. With `stream` the answer is a stream of events:
`progress` for each piece, `result` at the end, with the same fields as without.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.errors import TASK_ERRORS
from flowforge_llm.core.tasks.prompting.assistant import Assistant, TextResult
from flowforge_llm.core.tasks.prompting.progress_stream import Step, Tell, follow
from flowforge_llm.core.tasks.reviewing.codes import code_of
from flowforge_llm.core.tasks.reviewing.review import review_text
from flowforge_llm.core.tasks.reviewing.signals import language_of
from flowforge_llm.core.tasks.summarizing import Summarizer
from flowforge_llm.core.tasks.text.lengths import shortened
from flowforge_llm.core.tasks.text.source import TaskForm
from servicekit import Context, Event, EventStream, operation

Style = Literal["neutral", "plain", "formal", "executive", "technical"]
_STYLES: dict[Style, str] = {
    "neutral": "",
    "plain": "Use short sentences and everyday words.",
    "formal": "Write formally.",
    "executive": "Begin with what matters for a decision.",
    "technical": "Keep the technical terms and the numbers.",
}


class SummarizeForm(TaskForm):
    shape: Literal["paragraph", "bullets"] = Field(
        default="paragraph", description="A paragraph, or a list of bullets."
    )
    max_words: Annotated[int, Field(ge=5, le=2000)] = Field(100, description="Of the whole summary.")
    max_bullets: Annotated[int, Field(ge=1, le=30)] = Field(5, description="Of `shape` bullets.")
    style: Style = Field(default="neutral", description="Tone of the summary.")
    language: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z ()-]{1,40}$")] | None = Field(
        None, description="English name of the output language; that of the text if left out."
    )
    stream: bool = Field(default=False, description="Return events: the progress, then the result.")
    focus: Annotated[str, Field(max_length=500)] | None = Field(
        None, description="What the summary should focus on."
    )


class SummarizeResult(TextResult):
    summary: str = Field(description="With `shape` bullets: one bullet per line.")
    bullets: list[str] = Field(description="Empty for a paragraph.")
    pieces: int = Field(description="In how many pieces the text was read.")
    is_whole: bool = Field(description="False if the model ran out of tokens before the end.")


class SummarizeEvent(BaseModel):
    """One of the two is there, as the event's name says."""

    progress: Step | None = Field(description="How far the work is; null in the last event.")
    result: SummarizeResult | None = Field(description="The summary; null until the last event.")


@operation(
    "/summarize",
    example={
        "text": "Sea otters sleep on their backs and often wrap themselves in kelp so that they do not drift "
        "away. They eat a quarter of their weight each day. Their fur is the densest of any mammal.",
        "max_words": 30,
    },
    errors=TASK_ERRORS,
    deadline=timedelta(minutes=10),
)
async def summarize_text(
    form: SummarizeForm, context: Context, models: ModelService
) -> SummarizeResult | EventStream[SummarizeEvent]:
    text = form.source()
    assistant = Assistant.of(models, context, form.model)
    if form.stream:
        return EventStream(_events(follow(lambda tell: _summarize(form, text, assistant, tell))))
    return await _summarize(form, text, assistant, context.progress)


async def _events(following: AsyncGenerator[Step | SummarizeResult]) -> AsyncIterator[Event[SummarizeEvent]]:
    async with aclosing(following):
        async for told in following:
            if isinstance(told, Step):
                yield Event(SummarizeEvent(progress=told, result=None), "progress")
            else:
                yield Event(SummarizeEvent(progress=None, result=told), "result")


async def _summarize(form: SummarizeForm, text: str, assistant: Assistant, tell: Tell) -> SummarizeResult:
    wishes = [
        _STYLES[form.style],
        f"Write in {form.language}." if form.language else "Write in the language of the text.",
        f"What matters most: {form.focus}" if form.focus else "",
    ]
    language = code_of(form.language) if form.language else language_of(text)
    condenser = Summarizer(assistant, " ".join(filter(None, wishes)), tell, language)
    if form.shape == "bullets":
        bullets = await condenser.bullets(text, form.max_bullets, form.max_words)
        summary = "\n".join(f"- {bullet}" for bullet in bullets)
    else:
        bullets = []
        summary = shortened(await condenser.paragraph(text, form.max_words), form.max_words)
    review = review_text(
        text,
        summary,
        expected_language=language,
        confidence=condenser.confidence,
        may_add_words=form.language is not None,
    )
    review.add("cut_off", when=not condenser.is_whole)
    return SummarizeResult(
        **assistant.told_text(review),
        summary=summary,
        bullets=bullets,
        pieces=condenser.pieces,
        is_whole=condenser.is_whole,
    )
