"""How much documents have to do with a query: by the engine's ranking, or by the angle of embeddings."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from flowforge_llm.core.catalogue import Capability, ModelCard
from flowforge_llm.core.desk import Desk, Inquiry
from flowforge_llm.core.extent import check_extent
from flowforge_llm.core.ledger import Caller

Method = Literal["engine", "embeddings"]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A score for each document, in their order; cosines of embeddings lie between -1 and 1."""

    model: str
    method: Method
    scores: list[float]
    tokens: int


async def score_each(
    desk: Desk, caller: Caller, name: str | None, queries: Sequence[str], documents: Sequence[str]
) -> Ranking:
    """Score each document against the query beside it, or all against the only one."""
    card = _choose(desk, name, caller.consumer.tier)
    check_extent([max((*queries, *documents), key=len)], card)
    if "rerank" in card.can and len(queries) == 1:
        return await _rank(desk, caller, card, queries[0], documents)
    return await _compare(desk, caller, card, queries, documents)


def _choose(desk: Desk, name: str | None, tier: str) -> ModelCard:
    wanted: Capability = "embeddings"
    if name is not None:
        card = desk.choose(name, tier)
        wanted = "rerank" if "rerank" in card.can else "embeddings"
    return desk.choose(name, tier, wanted)


async def _rank(desk: Desk, caller: Caller, card: ModelCard, query: str, documents: Sequence[str]) -> Ranking:
    body = {"query": query, "documents": list(documents), "input": [query, *documents]}
    document = await desk.ask(Inquiry(card, "/rerank", body, frozenset({"rerank"})), caller)
    scores = [0.0] * len(documents)
    for one in document["results"]:
        scores[one["index"]] = float(one["relevance_score"])
    return Ranking(document["model"], "engine", scores, _tokens(document))


async def _compare(
    desk: Desk, caller: Caller, card: ModelCard, queries: Sequence[str], documents: Sequence[str]
) -> Ranking:
    body = {"input": [*queries, *documents], "encoding_format": "base64"}
    document = await desk.ask(Inquiry(card, "/embeddings", body, frozenset({"embeddings"})), caller)
    vectors = np.stack([_vector(one["embedding"]) for one in document["data"]])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = (vectors[: len(queries)] * vectors[len(queries) :]).sum(axis=1)
    return Ranking(document["model"], "embeddings", scores.tolist(), _tokens(document))


def _vector(told: Any) -> Any:
    return np.frombuffer(base64.b64decode(told), "<f4") if isinstance(told, str) else np.asarray(told, "<f4")


def _tokens(document: dict[str, Any]) -> int:
    usage = document.get("usage") or {}
    return int(usage.get("prompt_tokens") or usage.get("total_tokens") or 0)
