"""How like a text is to wordings of labels: the cosine of embeddings, without a chat model.

One request for all of it. Of a long text pieces that are spread over it are looked at, as many as one request
takes well, and their mean counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from flowforge_llm.core.embedding.vectors import directions_of
from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.models.usage_accounting import Caller, count_input
from flowforge_llm.core.tasks.classifying.scoring import spread
from flowforge_llm.core.tasks.prompting.assistant import TaskUsage
from servicekit import Context

Method = Literal["auto", "model", "embedding"]
UsedMethod = Literal["model", "embedding"]
_MOST_PIECES = 16
_SAFE_PART = 0.8  # of the context: words are cut into more tokens here than there


@dataclass(frozen=True, slots=True)
class Similarity:
    """A cosine for each label; `spent`: the model, and its usage."""

    cosines: list[float]
    spent: dict[str, Any]


def embedder(models: ModelService, tier: str, name: str | None, method: Method) -> ModelCard | None:
    """Return the embedding model that is to judge; None if a chat model is. Raises what `choose` raises.

    With `auto` it is the kind of the model that is named, else embeddings where the default chat model is the
    small embedded one, which judges worse.
    """
    if method == "embedding":
        return models.choose(name, tier, "embeddings")
    if method == "model":
        return None
    if name is not None:
        card = models.choose(name, tier)
        return card if "embeddings" in card.can and "chat" not in card.can else None
    usual = models.catalog.default_embeddings
    is_there = usual is not None and models.catalog.models[usual].allows(tier)
    return (
        models.choose(usual, tier, "embeddings")
        if is_there and models.choose(None, tier).is_embedded
        else None
    )


async def liken(
    models: ModelService, context: Context, card: ModelCard, text: str, labels: Sequence[Sequence[str]]
) -> Similarity:
    """Return how like *text* is to each label, the mean over the label's wordings."""
    wordings = [wording for label in labels for wording in label]
    pieces = await _pieces(models, card, text)
    found = await directions_of(models, Caller.of(context), card, [*wordings, *pieces])
    whole = found.rows[len(wordings) :].mean(axis=0)
    cosines = found.rows[: len(wordings)] @ (whole / (np.linalg.norm(whole) or 1))
    ends = np.cumsum([len(label) for label in labels])[:-1]
    means = [float(part.mean()) for part in np.split(cosines, ends)]
    usage = TaskUsage(requests=1, input_tokens=found.tokens, output_tokens=0)
    return Similarity(means, {"model": found.model, "usage": usage})


async def _pieces(models: ModelService, card: ModelCard, text: str) -> list[str]:
    """Return pieces of *text* that the model holds, blank ones left out."""
    room = int(card.context_length * _SAFE_PART)
    if len(text.encode()) <= room:
        return [text]
    tokens = await count_input(models.engines[card.name], {"prompt": text})
    if tokens <= room:
        return [text]
    size = max(len(text) * room * _SAFE_PART / tokens, 1)
    return [piece for piece in spread(text, int(size), _MOST_PIECES) if piece.strip()]
