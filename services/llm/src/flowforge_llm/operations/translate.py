"""Translate a text. Lines, list marks and white space are preserved.

Each line is translated separately. Placeholders (`{name}`, `{{name}}`, `%s`, `[EMAIL_1]`), tags, URLs and
code must be preserved: a line that lost some is retried once, and what is still missing is listed. A
translation that copies the text or is in another language is an error. The embedded model translates badly,
so its results always have `needs_review`.
"""

from datetime import timedelta
from functools import partial
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.errors import TASK_ERRORS
from flowforge_llm.core.tasks.prompting.assistant import Assistant, TextResult, side_by_side
from flowforge_llm.core.tasks.prompting.prompt import Prompt, Shot
from flowforge_llm.core.tasks.prompting.shapes import record, words
from flowforge_llm.core.tasks.reviewing.codes import are_alike, code_of
from flowforge_llm.core.tasks.reviewing.review import is_small, least, review_text
from flowforge_llm.core.tasks.reviewing.signals import is_copy, language_of
from flowforge_llm.core.tasks.text.chunks import split
from flowforge_llm.core.tasks.text.lines import Line, kept_parts, lost_parts, take_apart
from flowforge_llm.core.tasks.text.source import TaskForm
from servicekit import Context, operation

_TASK = "Translate the user's text. Give the translation alone, with nothing added and nothing left out."
_SHOTS = (
    Shot("Where is the station?", {"translation": "Wo ist der Bahnhof?"}, "Translate into German."),
    Shot("Hasta luego, {name}.", {"translation": "See you later, {name}."}, "Translate into English."),
)
_LONGEST_LINE = 1500
Language = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z ()-]{1,40}$")]


class TranslateForm(TaskForm):
    target: Language = Field(description="English name of the language to translate into, such as German.")
    origin: Language | None = Field(None, description="English name of the text's language, if known.")
    formality: Annotated[str, Field(pattern=r"^(formal|informal)$")] | None = Field(
        default=None, description="How formal the translation addresses its readers."
    )
    glossary: Annotated[dict[str, str], Field(max_length=200)] = Field(
        {}, description="How to translate words of the text."
    )


class LostPart(BaseModel):
    line: int = Field(description="Number of the line, from 1.")
    lost: list[str] = Field(description="What the translation lacks, such as numbers or placeholders.")


class TranslateResult(TextResult):
    translation: str = Field(description="The translated text.")
    lost: list[LostPart] = Field(
        description="Placeholders, tags, URLs and code that are missing in the translation."
    )
    is_whole: bool = Field(description="False if the model ran out of tokens within a line.")


@operation(
    "/translate",
    example={"text": "Good morning, {name}.", "target": "French"},
    errors=TASK_ERRORS,
    deadline=timedelta(minutes=10),
)
async def translate_text(form: TranslateForm, context: Context, models: ModelService) -> TranslateResult:
    text = form.source()
    lines = take_apart(text)
    translator = _Translator(Assistant.of(models, context, form.model), form)
    done = await side_by_side([partial(translator.line, line) for line in lines], translator.assistant.width)
    lost = [
        LostPart(line=number, lost=parts)
        for number, (line, translation) in enumerate(zip(lines, done, strict=True), 1)
        if (parts := lost_parts(line.said, translation))
    ]
    translation = "".join(line.before + said + line.after for line, said in zip(lines, done, strict=True))
    review = review_text(
        text,
        translation,
        expected_language=code_of(form.target),
        confidence=translator.confidence,
        may_add_words=True,
    )
    review.add("small_model", when=is_small(translator.assistant.card))
    review.add("lost_part", when=bool(lost))
    review.add("cut_off", when=not translator.is_whole)
    told = translator.assistant.told_text(review)
    return TranslateResult(**told, translation=translation, lost=lost, is_whole=translator.is_whole)


class _Translator:
    def __init__(self, assistant: Assistant, form: TranslateForm) -> None:
        self.assistant = assistant
        self._form = form
        self.is_whole = True
        self.confidence: float | None = None

    async def line(self, line: Line) -> str:
        if not line.has_words:
            return line.said
        pieces = [await self._piece(chunk.text) for chunk in split(line.said, _LONGEST_LINE)]
        return " ".join(pieces)

    async def _piece(self, text: str) -> str:
        translation = await self._ask(text, "")
        lost = lost_parts(text, translation)
        if not lost:
            return translation
        again = await self._ask(text, f"Copy these unchanged: {' '.join(kept_parts(text))}")
        return again if len(lost_parts(text, again)) < len(lost) else translation

    async def _ask(self, text: str, warning: str) -> str:
        tokens = min(len(text.encode()) + 60, 2000)
        prompt = Prompt(_TASK, text, "\n".join(filter(None, (*self._wishes(text), warning))), _SHOTS)
        schema = record(translation=words())
        filled = await self.assistant.fill(
            prompt, schema, tokens, fault_of=lambda one: self._fault(text, str(one["translation"]))
        )
        self.is_whole = self.is_whole and filled.is_whole
        self.confidence = least(self.confidence, filled.confidence)
        return " ".join(str(filled.document["translation"]).split("\n")).strip()

    def _fault(self, text: str, translation: str) -> str | None:
        """Return what makes a translation unusable: nothing is left to check in a line of few words."""
        target, origin = code_of(self._form.target), language_of(text)
        is_other = target is not None and origin is not None and not are_alike(target, origin)
        if is_other and is_copy(text, translation):
            return "it is a copy of the text and no translation"
        found = language_of(translation)
        if found is not None and target is not None and not are_alike(found, target):
            return f"it is not in {self._form.target}"
        return None

    def _wishes(self, text: str) -> list[str]:
        form = self._form
        origin = f"from {form.origin} " if form.origin else ""
        wishes = [f"Translate {origin}into {form.target}."]
        if form.formality:
            wishes.append(f"Address the reader in the {form.formality} way.")
        terms = [f"{one} = {other}" for one, other in form.glossary.items() if one.lower() in text.lower()]
        return wishes + (["Use these words: " + "; ".join(terms)] if terms else [])
