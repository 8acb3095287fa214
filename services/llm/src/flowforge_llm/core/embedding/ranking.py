"""How much documents have to do with a query: by the engine's ranking, or by the angle of embeddings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flowforge_llm.core.embedding.vectors import directions_of, used_tokens
from flowforge_llm.core.errors import blaming
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


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of a request, and the field that they come from."""

    field: str
    texts: Sequence[str]
    is_list: bool = True

    def longest(self) -> tuple[int, str]:
        """Return the length of the longest text, and its place in the request."""
        at = max(range(len(self.texts)), key=lambda at: len(self.texts[at]))
        return len(self.texts[at]), f"{self.field}.{at}" if self.is_list else self.field


async def score_each(
    models: ModelService, caller: Caller, name: str | None, queries: Texts, documents: Texts
) -> Ranking:
    """Score each document against the query beside it, or all against the only one.

    Of texts that are too long for the model, the error names the longest.
    """
    card = _choose(models, name, caller.consumer.tier)
    length, place = max(queries.longest(), documents.longest())
    with blaming(place):
        check_extent([" " * length], card)
        if "rerank" in card.can and len(queries.texts) == 1:
            return await _rank(models, caller, card, queries.texts[0], documents.texts)
        return await _compare(models, caller, card, queries.texts, documents.texts)


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
