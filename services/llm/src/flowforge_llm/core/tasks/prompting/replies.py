"""Answers to a question, kept only as far as the text bears them out."""

import re
from dataclasses import dataclass
from typing import Any, Literal

import stopwordsiso

from flowforge_llm.core.tasks.extraction.numerals import numbers_in
from flowforge_llm.core.tasks.prompting.prompt import Prompt
from flowforge_llm.core.tasks.text.chunks import Chunk
from flowforge_llm.core.tasks.text.quotes import Source, Span, fold

Refusal = Literal["not in the text", "quotes not found", "a number of the answer is not in the quotes"]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Reply:
    answer: str | None
    quotes: list[Span]
    support: Literal["stated", "inferred"] | None
    reason: Refusal | None


def read_reply(chunk: Chunk, document: Any, prompt: Prompt) -> Reply:
    """Return the answer to *prompt* with its quotes that stand in the piece, or why there is none."""
    answer = (document["answer"] or "").strip()
    if not answer or not document["quotes"] or prompt.leaks(answer):
        return _refused("not in the text")
    source = Source(chunk.text)
    places = [place for quote in document["quotes"] if (place := source.locate(quote)) is not None]
    if not places:
        return _refused("quotes not found")
    quoted = " ".join(chunk.text[place.start : place.end] for place in places)
    if numbers_in(answer) - numbers_in(f"{quoted} {prompt.given}"):
        return _refused("a number of the answer is not in the quotes")
    known = set(_WORD.findall(fold(f"{quoted} {prompt.given}"))) | stopwordsiso.stopwords("en")
    is_stated = all(word in known for word in _WORD.findall(fold(answer)))
    moved = [Span(place.start + chunk.start, place.end + chunk.start) for place in dict.fromkeys(places)]
    return Reply(answer, moved, "stated" if is_stated else "inferred", None)


def best_reply(replies: list[Reply]) -> Reply:
    """Return the first that is stated, else the first inferred, else the refusal that came nearest."""
    order = ("stated", "inferred", None)
    reasons = (None, "a number of the answer is not in the quotes", "quotes not found", "not in the text")
    return min(replies, key=lambda one: (order.index(one.support), reasons.index(one.reason)))


def _refused(reason: Refusal) -> Reply:
    return Reply(None, [], None, reason)
