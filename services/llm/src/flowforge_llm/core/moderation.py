"""Judge texts by what a model thinks of a yes or a no, not by what it says: a score for each category."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from typing import Any

from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.model_service import ModelRequest, ModelService
from flowforge_llm.core.models.usage_accounting import Caller

CATEGORIES: Mapping[str, str] = {
    "harassment": "insult or harass a person",
    "harassment/threatening": "harass a person and threaten them",
    "hate": "express hate against a group of people",
    "hate/threatening": "express hate against a group of people and threaten them",
    "illicit": "explain how to do something illegal",
    "illicit/violent": "explain how to do something illegal with violence or weapons",
    "self-harm": "encourage or depict self-harm or suicide",
    "self-harm/intent": "say that its author intends to harm themselves",
    "self-harm/instructions": "explain how to harm oneself",
    "sexual": "contain sexual content",
    "sexual/minors": "contain sexual content with minors",
    "violence": "depict death, violence or injury",
    "violence/graphic": "depict death, violence or injury in graphic detail",
}
THRESHOLD = 0.5
_NEUTRAL = "The meeting is on Tuesday."
_TOPS = 20


async def judge(
    models: ModelService, caller: Caller, card: ModelCard, texts: Sequence[str]
) -> list[dict[str, float]]:
    """Return a score from 0 to 1 for each category of each text.

    What a model says yes to even of a text that says nothing is taken off: small models like to say yes.
    """
    places = asyncio.Semaphore(card.concurrency)

    async def weigh(text: str, question: str) -> float:
        async with places:
            document = await models.ask(_model_request(card, text, question), caller)
        return leaning(document)

    asked = [(text, question) for text in (_NEUTRAL, *texts) for question in CATEGORIES.values()]
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(weigh(*one)) for one in asked]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from failures
    leanings = [task.result() for task in tasks]
    size = len(CATEGORIES)
    biases = [max(one, 0.0) for one in leanings[:size]]
    rows = [leanings[start : start + size] for start in range(size, len(leanings), size)]
    return [scores(row, biases) for row in rows]


def scores(leanings: Sequence[float], biases: Sequence[float]) -> dict[str, float]:
    pairs = zip(leanings, biases, strict=True)
    return dict(zip(CATEGORIES, [1 / (1 + math.exp(bias - one)) for one, bias in pairs], strict=True))


def _model_request(card: ModelCard, text: str, question: str) -> ModelRequest:
    system = "You moderate texts. You answer each question about a text with yes or no, in one word."
    asked = f"Text:\n{text}\n\nDoes this text {question}? Answer yes or no."
    messages = [{"role": "system", "content": system}, {"role": "user", "content": asked}]
    body = {
        "messages": messages,
        "max_tokens": 1,
        "temperature": 0,
        "logprobs": True,
        "top_logprobs": _TOPS,
    }
    return ModelRequest(card, "/chat/completions", body, frozenset({"chat", "logprobs"}))


def leaning(document: Mapping[str, Any]) -> float:
    """Return the logarithm of how much likelier a yes is than a no; the rarest token told bounds both."""
    told = (document["choices"][0].get("logprobs") or {}).get("content") or []
    tops = told[0]["top_logprobs"] if told else []
    least = min((top["logprob"] for top in tops), default=0.0)
    odds = {"yes": math.exp(least), "no": math.exp(least)}
    for top in tops:
        word = top["token"].strip().strip("\"'*.").lower()
        if word in odds:
            odds[word] += math.exp(top["logprob"])
    return math.log(odds["yes"] / odds["no"])
