"""Rewrite a text: fix its grammar, shorten or simplify it, or change its tone. Every change is listed.

Long texts are rewritten in pieces. Applying the changes from the last to the first to the old text gives the
new one. Offsets count code points.
"""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.errors import TASK_ERRORS
from flowforge_llm.core.tasks.prompting.assistant import Assistant, TaskAnswer, TextResult, side_by_side
from flowforge_llm.core.tasks.prompting.prompt import Prompt, Shot
from flowforge_llm.core.tasks.prompting.shapes import record, words
from flowforge_llm.core.tasks.reviewing.codes import are_alike
from flowforge_llm.core.tasks.reviewing.review import is_small, least, review_text
from flowforge_llm.core.tasks.reviewing.signals import is_repetitive, language_of
from flowforge_llm.core.tasks.text.changes import changes_between
from flowforge_llm.core.tasks.text.chunks import split
from flowforge_llm.core.tasks.text.source import TaskForm
from servicekit import Context, operation

_TASK = "Rewrite the user's text in its own language. Keep its meaning, names and numbers. Add nothing."
Goal = Literal["grammar", "shorter", "simpler", "formal", "friendly", "professional", "confident"]
_GOALS: dict[Goal, str] = {
    "grammar": "Correct spelling, grammar and punctuation, and change nothing else.",
    "shorter": "Say it in about half the words.",
    "simpler": "Use short sentences and everyday words.",
    "formal": "Make it formal.",
    "friendly": "Make it warm and friendly.",
    "professional": "Make it fit for business.",
    "confident": "Make it sure and direct.",
}
_SHOTS: dict[Goal, Shot] = {
    "grammar": Shot("he go to school yesterday", {"text": "He went to school yesterday."}),
    "shorter": Shot("Due to the fact that it rained, we stayed.", {"text": "As it rained, we stayed."}),
    "simpler": Shot("Kindly remit payment forthwith.", {"text": "Please pay now."}),
    "formal": Shot("Hi, can't come, sorry!", {"text": "I regret that I am unable to attend."}),
    "friendly": Shot("Send the form.", {"text": "Could you send us the form, please? Thank you!"}),
    "professional": Shot("That's a mess, fix it.", {"text": "Please correct this at your convenience."}),
    "confident": Shot("I guess it might work.", {"text": "It will work."}),
}
_LONGEST_PIECE = 2500


class RewriteForm(TaskForm):
    goal: Goal = Field(default="grammar", description="What to change.")


class TextChange(BaseModel):
    start: int = Field(description="Start of the old words, in code points.")
    end: int = Field(description="Where the changed passage ends in the original text.")
    before: str = Field(description="The passage in the original text; empty for an insertion.")
    after: str = Field(description="The passage in the new text; empty for a deletion.")


class RewriteResult(TextResult):
    text: str = Field(description="The new text.")
    changes: list[TextChange] = Field(description="Every change, in the order of the text.")
    is_whole: bool = Field(description="False if the model ran out of tokens within a piece.")


@operation(
    "/rewrite",
    example={"text": "She dont like apples."},
    errors=TASK_ERRORS,
    deadline=timedelta(minutes=10),
)
async def rewrite_text(form: RewriteForm, context: Context, models: ModelService) -> RewriteResult:
    text = form.source()
    assistant = Assistant.of(models, context, form.model)
    pieces = [chunk.text for chunk in split(text, _LONGEST_PIECE)]
    answers = await side_by_side(
        [partial(_rewritten, assistant, piece, form.goal) for piece in pieces], assistant.width
    )
    rewritten = "".join(
        _as_spaced(piece, answer.document["text"]) for piece, answer in zip(pieces, answers, strict=True)
    )
    changes = [
        TextChange(start=one.start, end=one.end, before=one.before, after=one.after)
        for one in changes_between(text, rewritten)
    ]
    is_whole = all(answer.is_whole for answer in answers)
    review = review_text(
        text,
        rewritten,
        expected_language=language_of(text),
        confidence=least(*(answer.confidence for answer in answers)),
        may_add_words=True,
    )
    if form.goal == "grammar" and "copied" in review.reasons:
        review.reasons.remove("copied")  # nothing was wrong
    review.add("small_model", when=is_small(assistant.card))
    review.add("cut_off", when=not is_whole)
    return RewriteResult(**assistant.told_text(review), text=rewritten, changes=changes, is_whole=is_whole)


async def _rewritten(assistant: Assistant, piece: str, goal: Goal) -> TaskAnswer:
    if not piece.strip():
        return TaskAnswer({"text": piece}, is_whole=True)
    shot = replace(_SHOTS[goal], given=_GOALS[goal])
    prompt = Prompt(_TASK, piece.strip(), _GOALS[goal], (shot,))
    tokens = min(len(piece.encode()) // 2 + 60, 2000)
    return await assistant.fill(
        prompt, record(text=words()), tokens, fault_of=lambda one: _fault(piece, str(one["text"]))
    )


def _fault(piece: str, text: str) -> str | None:
    """Return what makes *text* unusable. Small models like to repeat a sentence until they are stopped."""
    if is_repetitive(text) and not is_repetitive(piece):
        return "it repeats itself"
    found, own = language_of(text), language_of(piece)
    return "it is in another language" if found and own and not are_alike(found, own) else None


def _as_spaced(piece: str, text: str) -> str:
    """Return *text* with the white space that stood around *piece*."""
    said = piece.strip()
    before, _, after = piece.partition(said) if said else (piece, "", "")
    return before + text.strip() + after
