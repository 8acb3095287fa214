"""Find titles for a text, each within the words that you allow."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from flowforge_llm.core.desk import Desk
from flowforge_llm.core.tasks.assistant import Assistant, TaskResult
from flowforge_llm.core.tasks.faults import TASK_ERRORS
from flowforge_llm.core.tasks.lengths import shortened
from flowforge_llm.core.tasks.prompt import Prompt, Shot
from flowforge_llm.core.tasks.scoring import spread
from flowforge_llm.core.tasks.shapes import listed, record, words
from flowforge_llm.core.tasks.source import TaskForm
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
    max_words: Annotated[int, Field(ge=1, le=40)] = 10


class TitleResult(TaskResult):
    title: str = Field(description="The first of `titles`.")
    titles: list[str]


@operation(
    "/title",
    example={"text": "The committee met on Monday and agreed to repair the old bridge before winter."},
    errors=TASK_ERRORS,
    deadline=timedelta(minutes=10),
)
async def write_title(form: TitleForm, context: Context, desk: Desk) -> TitleResult:
    text = form.source()
    assistant = Assistant.of(desk, context, form.model)
    document = spread(text, await assistant.chunk_characters(text, 400))[0]
    given = f"Titles: {form.count}. Words in each: {form.max_words} at most."
    schema = record(titles=listed(words(12 * form.max_words), form.count, form.count))
    filled = await assistant.fill(Prompt(_TASK, document, given, _SHOTS), schema, 60 * form.count)
    titles = [shortened(one, form.max_words) for one in filled.document["titles"]]
    return TitleResult(**assistant.told, title=titles[0], titles=titles)
