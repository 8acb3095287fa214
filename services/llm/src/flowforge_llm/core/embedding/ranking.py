"""How much documents have to do with a query: by the engine's ranking, or by the angle of embeddings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flowforge_llm.core.embedding.vectors import directions_of, used_tokens
from flowforge_llm.core.models.catalog import Capability, ModelCard
from flowforge_llm.core.models.length_check import check_extent
from flowforge_llm.core.models.model_service import ModelRequest, ModelService
from flowforge_llm.core.models.usage_accounting import Caller

Method = Literal["engine", "embeddings"]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A score for each document, in their order; cosines of embeddings lie between -1 and 1."""

    model: str
    method: Method
    scores: list[float]
    tokens: int


async def score_each(
    models: ModelService, caller: Caller, name: str | None, queries: Sequence[str], documents: Sequence[str]
) -> Ranking:
    """Score each document against the query beside it, or all against the only one."""
    card = _choose(models, name, caller.consumer.tier)
    check_extent([max((*queries, *documents), key=len)], card)
    if "rerank" in card.can and len(queries) == 1:
        return await _rank(models, caller, card, queries[0], documents)
    return await _compare(models, caller, card, queries, documents)


def _choose(models: ModelService, name: str | None, tier: str) -> ModelCard:
    wanted: Capability = "embeddings"
    if name is not None:
        card = models.choose(name, tier)
        wanted = "rerank" if "rerank" in card.can else "embeddings"
    return models.choose(name, tier, wanted)


async def _rank(
    models: ModelService, caller: Caller, card: ModelCard, query: str, documents: Sequence[str]
) -> Ranking:
    body = {"query": query, "documents": list(documents), "input": [query, *documents]}
    document = await models.ask(ModelRequest(card, "/rerank", body, frozenset({"rerank"})), caller)
    scores = [0.0] * len(documents)
    for one in document["results"]:
        scores[one["index"]] = float(one["relevance_score"])
    return Ranking(document["model"], "engine", scores, used_tokens(document))


async def _compare(
    models: ModelService, caller: Caller, card: ModelCard, queries: Sequence[str], documents: Sequence[str]
) -> Ranking:
    found = await directions_of(models, caller, card, [*queries, *documents])
    scores = (found.rows[: len(queries)] * found.rows[len(queries) :]).sum(axis=1)
    return Ranking(found.model, "embeddings", scores.tolist(), found.tokens)
