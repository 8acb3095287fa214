"""Directions of texts by an embedding model, one for each text, of length 1."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.model_service import ModelRequest, ModelService
from flowforge_llm.core.models.usage_accounting import Caller

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Directions:
    """A row for each text; a text without a direction has one of zeros."""

    rows: Vectors
    model: str
    tokens: int


async def directions_of(
    models: ModelService, caller: Caller, card: ModelCard, texts: Sequence[str]
) -> Directions:
    """Return the directions of *texts*. Raises what the model service raises."""
    body = {"input": list(texts), "encoding_format": "base64"}
    document = await models.ask(ModelRequest(card, "/embeddings", body, frozenset({"embeddings"})), caller)
    rows = np.stack([_vector(one["embedding"]) for one in document["data"]])
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    units = (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return Directions(units, document["model"], used_tokens(document))


def used_tokens(document: dict[str, Any]) -> int:
    usage = document.get("usage") or {}
    return int(usage.get("prompt_tokens") or usage.get("total_tokens") or 0)


def _vector(told: str | list[float]) -> Vectors:
    """Engines tell numbers, or base64 of 32-bit floats."""
    return np.frombuffer(base64.b64decode(told), "<f4") if isinstance(told, str) else np.array(told, "<f4")
