"""Rank texts by a reranking model on another server."""

from collections.abc import Sequence

from flowforge_vector.engines.endpoint import Endpoint, EndpointAway, JsonClient
from flowforge_vector.engines.errors import RerankerAway, RerankerFailed, RerankerMissing
from servicekit import Consumer

_OK, _BUSY = 200, (429, 503)


class Reranker:
    """Speaks the rerank API of Cohere and Jina. Without an endpoint every call raises RerankerMissing."""

    def __init__(self, endpoint: Endpoint | None, model: str | None) -> None:
        self._client = JsonClient(endpoint) if endpoint is not None else None
        self._model = model

    async def score(self, query: str, texts: Sequence[str], consumer: Consumer) -> list[float]:
        """Return the relevance of each text."""
        if self._client is None:
            raise RerankerMissing
        body = {"query": query, "documents": list(texts), "return_documents": False}
        if self._model is not None:
            body["model"] = self._model
        try:
            status, document = await self._client.post("/rerank", body, consumer)
        except EndpointAway as error:
            raise RerankerAway from error
        if status in _BUSY:
            raise RerankerAway
        if status != _OK or not isinstance(document, dict):
            raise RerankerFailed
        if document.get("method") == "embeddings":
            raise RerankerMissing  # the llm service compares embeddings where it has no reranking model
        try:
            found = {one["index"]: float(one["relevance_score"]) for one in document["results"]}
            return [found[index] for index in range(len(texts))]
        except (KeyError, TypeError, ValueError) as error:
            raise RerankerFailed from error

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
