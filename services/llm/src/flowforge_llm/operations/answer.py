"""Answer a question from a text, with quotes as evidence, or report that the text has no answer.

Quotes are looked up in the text. An answer without a quote that occurs there, or with a number that no quote
contains, is replaced by the reason. A long text is read in pieces, and the first answer with quotes is
returned. Offsets count code points.
"""

from datetime import timedelta
from functools import partial
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.errors import TASK_ERRORS
from flowforge_llm.core.tasks.prompting.assistant import Assistant, TaskResult, side_by_side
from flowforge_llm.core.tasks.prompting.prompt import Prompt, Shot
from flowforge_llm.core.tasks.prompting.replies import Refusal, best_reply, read_reply
from flowforge_llm.core.tasks.prompting.shapes import listed, nullable, record, words
from flowforge_llm.core.tasks.reviewing.review import Review, is_small
from flowforge_llm.core.tasks.reviewing.signals import is_unreadable
from flowforge_llm.core.tasks.text.chunks import split
from flowforge_llm.core.tasks.text.source import TaskForm
from servicekit import Context, operation

_TASK = (
    "Answer the question from the user's text alone. First copy the exact words of the text that answer it, "
    "then answer in a sentence. If the text does not tell: no quotes, and null for the answer."
)
_SCHEMA = record(quotes=listed(words(240), 3), answer=nullable(words(600)))
_TEXT = "Marie Curie was born in Warsaw. She won the Nobel Prize twice."
_SHOTS = (
    Shot(
        _TEXT,
        {"quotes": ["Marie Curie was born in Warsaw"], "answer": "She was born in Warsaw."},
        "Question: Where was Curie born?",
    ),
    Shot(_TEXT, {"quotes": [], "answer": None}, "Question: What is the name of her daughter?"),
)
_MOST_TOKENS, _OVERLAP = 400, 200


class AnswerForm(TaskForm):
    question: Annotated[
        str, Field(min_length=1, max_length=2000, description="The question to answer from the text alone.")
    ]


class AnswerQuote(BaseModel):
    text: str = Field(description="A passage of the text that supports the answer.")
    start: int = Field(description="Where it begins in the text, counted in characters from 0.")
    end: int = Field(description="Where it ends in the text.")


class AnswerResult(TaskResult):
    answerable: bool = Field(description="Whether the text holds the answer.")
    answer: str | None = Field(description="The answer; null if the text does not hold it.")
    quotes: list[AnswerQuote] = Field(
        description="The words of the text that support the answer, as written there."
    )
    support: Literal["stated", "inferred"] | None = Field(
        description="`stated`: the quotes contain all important words of the answer."
    )
    reason: Refusal | None = Field(description="Why there is no answer.")


@operation(
    "/answer",
    example={
        "text": "The bridge was opened in 1894. Its towers are 65 meters high.",
        "question": "When was the bridge opened?",
    },
    errors=TASK_ERRORS,
    deadline=timedelta(minutes=10),
)
async def answer_question(form: AnswerForm, context: Context, models: ModelService) -> AnswerResult:
    text = form.source()
    assistant = Assistant.of(models, context, form.model)
    chunks = split(text, await assistant.chunk_characters(text, _MOST_TOKENS), _OVERLAP)
    given = f"Question: {form.question}"
    prompts = [Prompt(_TASK, chunk.text, given, _SHOTS) for chunk in chunks]
    jobs = [partial(assistant.fill, prompt, _SCHEMA, _MOST_TOKENS, is_grounded=True) for prompt in prompts]
    answers = await side_by_side(jobs, assistant.width)
    reply = best_reply(
        [
            read_reply(chunk, answer.document, prompt)
            for chunk, prompt, answer in zip(chunks, prompts, answers, strict=True)
        ]
    )
    quotes = [
        AnswerQuote(text=text[place.start : place.end], start=place.start, end=place.end)
        for place in reply.quotes
    ]
    review = Review()
    review.add("small_model", when=is_small(assistant.card))
    review.add("unreadable_text", when=is_unreadable(text))
    review.add("inferred", when=reply.support == "inferred")
    return AnswerResult(
        **assistant.told(review),
        answerable=reply.answer is not None,
        answer=reply.answer,
        quotes=quotes,
        support=reply.support,
        reason=reply.reason,
    )
