"""Write titles for a text, within a number of words."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.classifying.scoring import spread
from flowforge_llm.core.tasks.errors import TASK_ERRORS
from flowforge_llm.core.tasks.prompting.assistant import Assistant, TextResult
from flowforge_llm.core.tasks.prompting.prompt import Prompt, Shot
from flowforge_llm.core.tasks.prompting.shapes import listed, record, words
from flowforge_llm.core.tasks.reviewing.review import review_text
from flowforge_llm.core.tasks.reviewing.signals import language_of
from flowforge_llm.core.tasks.text.lengths import shortened
from flowforge_llm.core.tasks.text.source import TaskForm
from servicekit import Context, operation

_TASK = "Write titles for the user's text, in its language: short, true to it, without quotation marks."


_SHOTS = (
    Shot(
        "The museum shows sixty paintings from the seventeenth century, lent by the royal family.",
        {"titles": ["Royal Paintings in the Museum"]},
        "Titles: 1. Words in each: 8 at most.",
    ),
)


class TitleForm(TaskForm):
    count: Annotated[int, Field(ge=1, le=5)] = Field(1, description="How many to choose from.")
    max_words: Annotated[int, Field(ge=1, le=40, description="Greatest number of words of each title.")] = 10


class TitleResult(TextResult):
    title: str = Field(description="The first of `titles`.")
    titles: list[str] = Field(description="The titles, as many as requested.")


@operation(
    "/title",
    example={"text": "The committee met on Monday and agreed to repair the old bridge before winter."},
    errors=TASK_ERRORS,
    deadline=timedelta(minutes=10),
)
async def write_title(form: TitleForm, context: Context, models: ModelService) -> TitleResult:
    text = form.source()
    assistant = Assistant.of(models, context, form.model)
    document = spread(text, await assistant.chunk_characters(text, 400))[0]
    given = f"Titles: {form.count}. Words in each: {form.max_words} at most."
    schema = record(titles=listed(words(12 * form.max_words), form.count, form.count))
    filled = await assistant.fill(
        Prompt(_TASK, document, given, _SHOTS),
        schema,
        60 * form.count,
        fault_of=lambda one: _fault(one["titles"], form.max_words),
    )
    titles = [shortened(one, form.max_words) for one in filled.document["titles"]]
    review = review_text(text, titles[0], expected_language=language_of(text), confidence=filled.confidence)
    return TitleResult(**assistant.told_text(review), title=titles[0], titles=titles)


def _fault(titles: list[str], max_words: int) -> str | None:
    if any(shortened(one, max_words).endswith("…") for one in titles):
        return f"a title is too long: {max_words} words at most"
    return "a title is empty" if any(not one.strip() for one in titles) else None
