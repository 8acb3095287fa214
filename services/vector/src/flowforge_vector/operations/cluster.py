"""Group texts by meaning, with words that describe each group.

`clusters` fixes the number of groups; without it the number that separates the texts best is chosen. The
same request always gives the same groups.
"""

import asyncio
from typing import Annotated, Self

import numpy as np
from pydantic import BaseModel, Field, model_validator

from flowforge_vector.core.comparing.clusters import Clustering, cluster, label_words
from flowforge_vector.core.comparing.texts import TextsRequest
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import EMBEDDING_ERRORS
from flowforge_vector.engines.models.port import Matrix
from servicekit import Context, operation


class ClusterRequest(TextsRequest):
    clusters: Annotated[int, Field(ge=1, le=100)] | None = Field(None, description="Number of groups.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.clusters is not None and self.clusters > len(self.texts):
            raise ValueError(f"'clusters' is {self.clusters}, more than the {len(self.texts)} texts")
        return self


class TextCluster(BaseModel):
    cluster: int = Field(description="Number of the group, from 0.")
    size: int = Field(description="Texts in the group.")
    words: list[str] = Field(description="Words that tell this group from the others.")
    central: int = Field(description="Index of the text nearest to the middle of the group.")
    members: list[int] = Field(description="Indices of its texts, the most typical first.")


class ClusterResult(BaseModel):
    model: str = Field(description="Embedding model that compared the texts.")
    clusters: list[TextCluster] = Field(description="The largest group first.")
    labels: list[int] = Field(description="Group of each text.")
    silhouette: float = Field(description="How well the groups are separated, from -1 to 1.")


@operation(
    "/cluster",
    errors=EMBEDDING_ERRORS,
    example={"texts": ["red apples", "green apples", "fast trains", "slow trains"], "clusters": 2},
)
async def cluster_texts(request: ClusterRequest, context: Context, vectors: VectorService) -> ClusterResult:
    rows = await request.rows(vectors, context)
    found = await asyncio.to_thread(cluster, rows, request.clusters)
    return _result(request, rows, found)


def _result(request: ClusterRequest, rows: Matrix, found: Clustering) -> ClusterResult:
    numbers = [
        int(one)
        for one in np.argsort(-np.bincount(found.labels, minlength=len(found.centers)), kind="stable")
    ]
    words = label_words(request.texts, found.labels, len(found.centers))
    clusters: list[TextCluster] = []
    renamed: dict[int, int] = {}
    for number in numbers:
        members = np.flatnonzero(found.labels == number)
        if not len(members):
            continue
        renamed[number] = len(clusters)
        order = members[np.argsort(-(rows[members] @ found.centers[number]), kind="stable")].tolist()
        clusters.append(
            TextCluster(
                cluster=len(clusters), size=len(order), words=words[number], central=order[0], members=order
            )
        )
    return ClusterResult(
        model=request.model,
        clusters=clusters,
        labels=[renamed[int(one)] for one in found.labels],
        silhouette=round(found.silhouette, 4),
    )
