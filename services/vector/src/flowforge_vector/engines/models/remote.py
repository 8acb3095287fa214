"""Models on the llm service, or on any server with OpenAI's HTTP API."""

import asyncio
import base64
from collections.abc import Sequence
from typing import Any

import numpy as np

from flowforge_embeddings import MODELS, InputType
from flowforge_vector.engines.endpoint import Endpoint, EndpointAway, JsonClient
from flowforge_vector.engines.errors import EmbeddingAway, EmbeddingRejected, ModelUnknown
from flowforge_vector.engines.models.port import Matrix
from servicekit import Consumer

_PART, _AT_ONCE = 64, 4
_OK, _NOT_FOUND, _BUSY = 200, 404, (429, 503)


class RemoteModels:
    """Sends texts in parts, a few at once. Rows are brought to length 1."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._client = JsonClient(endpoint)
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._state = "not used yet"

    async def embed(
        self, model: str, texts: Sequence[str], input_type: InputType, consumer: Consumer
    ) -> Matrix:
        parts = [list(texts[start : start + _PART]) for start in range(0, len(texts), _PART)]
        rows = await asyncio.gather(*(self._part(model, part, input_type, consumer) for part in parts))
        return np.concatenate(rows)

    async def _part(self, model: str, texts: list[str], input_type: InputType, consumer: Consumer) -> Matrix:
        body: dict[str, Any] = {"model": model, "input": texts, "encoding_format": "base64"}
        if model in MODELS:
            body |= {"input_type": input_type, "long_texts": "average"}
        try:
            async with self._turns:
                status, document = await self._client.post("/embeddings", body, consumer)
        except EndpointAway as error:
            self._state = "unreachable"
            raise EmbeddingAway(model=model) from error
        if status != _OK:
            raise _refusal(status, document, model)
        self._state = "reached"
        return _rows(document, len(texts), model)

    def state(self) -> dict[str, str]:
        return {"embeddings": self._state}

    async def close(self) -> None:
        await self._client.close()


def _refusal(status: int, document: Any, model: str) -> Exception:
    if status in _BUSY:
        return EmbeddingAway(model=model)
    error = document.get("error") if isinstance(document, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    if status == _NOT_FOUND:
        return ModelUnknown(model=model, known="those that the embedding server lists")
    return EmbeddingRejected(model=model, reason=str(message or f"status {status}").rstrip("."))


def _rows(document: Any, count: int, model: str) -> Matrix:
    try:
        data = sorted(document["data"], key=lambda one: one["index"])
        matrix = np.stack([_vector(one["embedding"]) for one in data])
    except (KeyError, TypeError, ValueError) as error:
        raise EmbeddingRejected(model=model, reason="it gave no vectors") from error
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    if len(matrix) != count or not np.isfinite(matrix).all() or not lengths.all():
        raise EmbeddingRejected(model=model, reason="its vectors are not usable")
    rows: Matrix = (matrix / lengths).astype(np.float32)
    return rows


def _vector(embedding: Any) -> Matrix:
    if isinstance(embedding, str):
        return np.frombuffer(base64.b64decode(embedding), "<f4")
    return np.asarray(embedding, np.float32)
