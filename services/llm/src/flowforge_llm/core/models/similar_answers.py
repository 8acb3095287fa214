"""Answers to questions that were asked before in almost the same words, for those who ask for the cache.

Kept in memory for each consumer, and found by the cosine of embeddings among requests that are equal in all
but the last user message. Words that are alike may still mean something else: that is why an operator sets
how alike they must be, why their numbers must be the same, and why the answer says what it was an answer to.
"""

import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

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
