"""Answers to questions that were asked before in almost the same words, for those who ask for the cache.

Kept in memory for each consumer, and found by the cosine of embeddings among requests that are equal in all
but the last user message. Words that are alike may still mean something else: that is why an operator sets
how alike they must be, why their numbers must be the same, and why the answer says what it was an answer to.
"""

import base64
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from flowforge_llm.core.desk import Desk, Inquiry
from flowforge_llm.core.ledger import Caller
from flowforge_llm.core.measures import SIMILAR
from flowforge_llm.core.openai.chat import ChatRequest
from flowforge_llm.core.openai.sampling import is_repeatable
from servicekit import OperationError

_MOST_ANSWERS = 2000
_MOST_PER_QUESTION = 200
_MOST_BYTES = 64 << 10
_KEPT_SECONDS = 24 * 3600.0
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
Vector = NDArray[np.float32]
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """The last user message, and the digest of all else that the answer depends on."""

    text: str
    rest: bytes


@dataclass(frozen=True, slots=True)
class _Kept:
    text: str
    vector: Vector
    document: Document
    until: float


class SimilarAnswers:
    """The most recently used answers, so many and no more."""

    def __init__(self, similarity: float) -> None:
        self._similarity = similarity
        self._kept: OrderedDict[bytes, list[_Kept]] = OrderedDict()
        self._count = 0

    def find(self, question: Question, vector: Vector) -> Document | None:
        """Return the answer to the question most like it, with what that one was; None if none is close."""
        now, numbers = time.monotonic(), _NUMBERS.findall(question.text)
        best, closest = None, self._similarity
        for kept in self._kept.get(question.rest, ()):
            likeness = float(kept.vector @ vector)
            if likeness >= closest and kept.until > now and _NUMBERS.findall(kept.text) == numbers:
                best, closest = kept, likeness
        if best is None:
            return None
        self._kept.move_to_end(question.rest)
        return {**best.document, "similar": {"similarity": round(closest, 4), "question": best.text}}

    def keep(self, question: Question, vector: Vector, document: Document) -> None:
        if len(orjson.dumps(document)) > _MOST_BYTES:
            return
        group = self._kept.setdefault(question.rest, [])
        self._kept.move_to_end(question.rest)
        group.append(_Kept(question.text, vector, document, time.monotonic() + _KEPT_SECONDS))
        self._count += 1
        if len(group) > _MOST_PER_QUESTION:
            group.pop(0)
            self._count -= 1
        while self._count > _MOST_ANSWERS:
            self._count -= len(self._kept.popitem(last=False)[1])


async def ask_unless_similar(
    desk: Desk, request: ChatRequest, caller: Caller, model: str, ask: Callable[[], Awaitable[Document]]
) -> Document:
    """Return the answer to a similar question, where such are wanted and there is one; else that of *ask*."""
    question = read_question(request, caller, model)
    if desk.similar is None or question is None or not is_repeatable(request):
        return await ask()
    vector = await _vector(desk, caller, question.text)
    if vector is None:
        return await ask()
    found = desk.similar.find(question, vector)
    if found is not None:
        SIMILAR.add(model=model)
        return found
    document = await ask()
    desk.similar.keep(question, vector, document)
    return document


def read_question(request: ChatRequest, caller: Caller, model: str) -> Question | None:
    """Return the question of *request*; None if its last message is no text of a user."""
    last = request.messages[-1]
    if last.role != "user" or not isinstance(last.content, str):
        return None
    body = request.body()
    body["messages"] = [*body["messages"][:-1], {**body["messages"][-1], "content": ""}]
    rest = orjson.dumps([caller.consumer.id, model, body], option=orjson.OPT_SORT_KEYS)
    return Question(last.content, hashlib.sha256(rest).digest())


async def _vector(desk: Desk, caller: Caller, text: str) -> Vector | None:
    """Return the direction of a text; None if it cannot be told: the cache fails open. It is paid for."""
    try:
        card = desk.choose(desk.catalogue.default_embeddings, caller.consumer.tier, "embeddings")
        body = {"input": [text], "encoding_format": "base64"}
        document = await desk.ask(Inquiry(card, "/embeddings", body, frozenset({"embeddings"})), caller)
    except OperationError:
        return None
    told = document["data"][0]["embedding"]
    vector: Vector = (
        np.frombuffer(base64.b64decode(told), "<f4") if isinstance(told, str) else np.array(told, "<f4")
    )
    length = float(np.linalg.norm(vector))
    return (vector / length).astype(np.float32) if length else None
