"""Summaries of texts of any length: of the pieces first, then of their summaries."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flowforge_llm.core.tasks.prompting.assistant import Assistant, no_fault, side_by_side
from flowforge_llm.core.tasks.prompting.prompt import Prompt, Shot
from flowforge_llm.core.tasks.prompting.shapes import Schema, listed, record, words
from flowforge_llm.core.tasks.reviewing.codes import are_alike
from flowforge_llm.core.tasks.reviewing.signals import ends_whole, is_copy, language_of, words_of
from flowforge_llm.core.tasks.text.chunks import split
from flowforge_llm.core.tasks.text.lengths import shortened

_TASK = "Summarize the user's text truthfully, in your own words. Add nothing that it does not say."
_TEXT = (
    "Bees live in colonies. A colony has one queen, who lays the eggs, and thousands of workers, who gather "
    "food, build the comb and guard the hive. In winter they live on the honey that they stored."
)
_PARAGRAPH = Shot(
    _TEXT,
    {"summary": "A bee colony has one queen and many workers, and lives on stored honey in winter."},
    "In 20 words at most.",
)
_POINTS = Shot(
    _TEXT,
    {
        "points": [
            "One queen lays the eggs.",
            "Workers gather, build and guard.",
            "Honey feeds them in winter.",
        ]
    },
    "As 3 points at most, each of 8 words at most.",
)
_TOKENS_PER_WORD, _CHARACTERS_PER_WORD = 3, 10
_SHORT_TEXT = 25  # words of a text whose summary may be the text itself
_PIECE_WORDS, _MOST_ROUNDS = 120, 4
_MOST_CHARACTERS = 1500  # engines unroll longer limits into slow grammars


class Summarizer:
    def __init__(
        self,
        assistant: Assistant,
        wishes: str,
        progress: Callable[[float, float, str], None],
        language: str | None,
    ) -> None:
        self._assistant = assistant
        self._language = language
        self._wishes = wishes
        self._progress = progress
        self.pieces = 1
        self.is_whole = True
        self.confidence: float | None = None

    async def paragraph(self, text: str, max_words: int) -> str:
        short = await self._reduced(text, max_words)
        document = await self._ask(
            short,
            f"In {max_words} words at most.",
            _summary(max_words),
            max_words,
            lambda one: self._fault(short, str(one["summary"]), max_words),
        )
        return str(document["summary"])

    def _fault(self, text: str, summary: str, max_words: int) -> str | None:
        """Return what makes a paragraph unusable as the summary of *text*."""
        short = shortened(summary, max_words)
        if not ends_whole(short) or short.endswith("…"):
            return f"it ends in the middle of a sentence: use whole sentences, {max_words} words at most"
        if is_copy(text, short) and len(words_of(text)) > _SHORT_TEXT:
            return "it is a copy of the text"
        found = language_of(short)
        if found and self._language and not are_alike(found, self._language):
            return "it is not in the language that was asked for"
        return None

    async def bullets(self, text: str, most: int, max_words: int) -> list[str]:
        """Return points of *max_words* together at most."""
        each = max(max_words // most, 3)
        schema = record(points=listed(_up_to(each), most, 1))
        short = await self._reduced(text, max_words)
        given = f"As {most} points at most, each of {each} words at most."
        document = await self._ask(short, given, schema, max_words, no_fault)
        return [shortened(one, each) for one in document["points"] if one.strip()]

    async def _reduced(self, text: str, max_words: int) -> str:
        """Return a text that fits into one request: *text*, or the summaries of its pieces."""
        for depth in range(_MOST_ROUNDS):
            tokens = max(max_words, _PIECE_WORDS) * _TOKENS_PER_WORD + 40
            size = await self._assistant.chunk_characters(text, tokens)
            chunks = split(text, size)
            if depth == 0:
                self.pieces = len(chunks)
            if len(chunks) == 1:
                return text
            done = iter(range(1, len(chunks) + 1))
            jobs = [partial(self._piece, chunk.text, done, len(chunks)) for chunk in chunks]
            text = "\n\n".join(await side_by_side(jobs, self._assistant.width))
        return text[:size]

    async def _piece(self, text: str, done: Any, total: int) -> str:
        given = f"It is one part of a longer text. In {_PIECE_WORDS} words at most."
        document = await self._ask(text, given, _summary(_PIECE_WORDS), _PIECE_WORDS, no_fault)
        self._progress(next(done), total + 1, "pieces read")
        return shortened(str(document["summary"]), _PIECE_WORDS)

    async def _ask(
        self,
        text: str,
        length: str,
        schema: Schema,
        max_words: int,
        fault_of: Callable[[Any], str | None],
    ) -> Any:
        shot = _POINTS if "points" in schema["properties"] else _PARAGRAPH
        prompt = Prompt(_TASK, text, f"{length} {self._wishes}".strip(), (shot,))
        tokens = max_words * _TOKENS_PER_WORD + 40
        filled = await self._assistant.fill(prompt, schema, tokens, fault_of=fault_of)
        self.confidence = filled.confidence
        self.is_whole = self.is_whole and filled.is_whole
        return filled.document


def _summary(max_words: int) -> Schema:
    return record(summary=_up_to(max_words))


def _up_to(max_words: int) -> Schema:
    most = max_words * _CHARACTERS_PER_WORD
    return words(most if most <= _MOST_CHARACTERS else None)
