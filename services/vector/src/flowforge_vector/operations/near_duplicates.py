"""Find texts that say nearly the same, in groups, with the pairs and their similarity.

`threshold` belongs to the model: 0.9 suits all-minilm-l6-v2, 0.96 multilingual-e5-small. Texts that are
equal but for case and white space are always found.
"""

import asyncio

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from flowforge_vector.core.comparing.texts import TextsRequest
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import EMBEDDING_ERRORS
from flowforge_vector.engines.models.port import Matrix
from servicekit import Context, operation

_MOST_PAIRS = 1000
_USUAL = {"multilingual-e5-small": 0.96}


class NearDuplicatesRequest(TextsRequest):
    threshold: float | None = Field(
        None,
        gt=0,
        le=1,
        description="Least similarity of duplicates; the usual one of the model if left out.",
    )


class DuplicatePair(BaseModel):
    first: int = Field(description="Position of the first text, counted from 0.")
    second: int = Field(description="Position of the second text.")
    similarity: float = Field(description="Cosine similarity of the two texts, up to 1.")
    exact: bool = Field(description="Whether they differ in case and white space at the most.")


class DuplicateGroup(BaseModel):
    keep: int = Field(description="Index of the longest text of the group.")
    members: list[int] = Field(description="Positions of the texts in the request, counted from 0.")


class NearDuplicatesResult(BaseModel):
    model: str = Field(description="Embedding model that compared the texts.")
    threshold: float = Field(description="Similarity from which texts counted as near duplicates.")
    groups: list[DuplicateGroup] = Field(
        description="Texts that are linked by pairs, the largest group first."
    )
    pairs: list[DuplicatePair] = Field(description="The most similar first.")
    pairs_total: int = Field(description="Number of pairs; `pairs` has 1,000 at the most.")
    unique: int = Field(description="How many texts would be left if each group kept one.")


@operation(
    "/near-duplicates",
    errors=EMBEDDING_ERRORS,
    example={"texts": ["The shop opens at nine.", "The shop opens at 9.", "Trains leave at eight."]},
)
async def find_near_duplicates(
    request: NearDuplicatesRequest, context: Context, vectors: VectorService
) -> NearDuplicatesResult:
    rows = await request.rows(vectors, context)
    threshold = request.threshold or _USUAL.get(request.model, 0.9)
    return await asyncio.to_thread(_report, request, rows, threshold)


def _report(request: NearDuplicatesRequest, rows: Matrix, threshold: float) -> NearDuplicatesResult:
    plain = [" ".join(text.lower().split()) for text in request.texts]
    kinds = np.unique(np.array(plain, dtype=object), return_inverse=True)[1].reshape(-1)
    same = kinds[:, None] == kinds[None, :]
    scores = np.where(same, np.float32(1), (rows @ rows.T).clip(-1, 1))
    linked = (scores >= threshold) | same
    groups = _groups(linked, request.texts)
    first, second = np.nonzero(np.triu(linked, 1))
    similarities = scores[first, second]
    best = np.lexsort((second, first, -similarities))[:_MOST_PAIRS]
    return NearDuplicatesResult(
        model=request.model,
        threshold=threshold,
        groups=groups,
        pairs=[
            DuplicatePair(
                first=int(first[one]),
                second=int(second[one]),
                similarity=round(float(similarities[one]), 4),
                exact=bool(same[first[one], second[one]]),
            )
            for one in best
        ],
        pairs_total=len(first),
        unique=len(plain) - sum(len(one.members) - 1 for one in groups),
    )


def _groups(linked: NDArray[np.bool_], texts: list[str]) -> list[DuplicateGroup]:
    """Return the texts that are linked to each other, directly or through others."""
    waiting = np.ones(len(texts), bool)
    groups: list[DuplicateGroup] = []
    for place in range(len(texts)):
        if not waiting[place]:
            continue
        group = np.zeros(len(texts), bool)
        group[place] = True
        fresh = group
        while fresh.any():
            fresh = linked[fresh].any(axis=0) & ~group
            group = group | fresh
        waiting &= ~group
        members = np.flatnonzero(group).tolist()
        if len(members) > 1:
            keep = max(members, key=lambda index: (len(texts[index]), -index))
            groups.append(DuplicateGroup(keep=keep, members=members))
    return sorted(groups, key=lambda one: (-len(one.members), one.members[0]))
