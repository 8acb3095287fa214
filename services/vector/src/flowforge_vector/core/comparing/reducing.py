"""Place texts or vectors in few dimensions, so that those with similar meanings lie near each other."""

import asyncio
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from flowforge_vector.core.comparing.texts import MAX_TEXTS, ComparedText, check_characters
from flowforge_vector.core.points.model import DenseVector
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.models.port import Matrix
from flowforge_vector.engines.placing.components import Reduction, reduce
from flowforge_vector.engines.placing.placer import place
from servicekit import Context, RequestBody

MAX_VECTORS, MAX_NUMBERS = 5000, 2_000_000
FEWEST, MOST = 5, 2000  # points for t-SNE


class PlacedRequest(RequestBody):
    """Texts or vectors that are placed."""

    texts: Annotated[list[ComparedText], Field(min_length=2, max_length=MAX_TEXTS)] | None = Field(
        None, description="Texts, which `model` embeds."
    )
    vectors: Annotated[list[DenseVector], Field(min_length=2, max_length=MAX_VECTORS)] | None = Field(
        None, description="Vectors of the same length, instead of texts."
    )
    model: str = Field("all-minilm-l6-v2", max_length=200, description="Embedding model of the texts.")
    method: Literal["pca", "tsne"] = Field(
        "pca",
        description="'pca' keeps the directions in which points differ most; 'tsne' keeps neighbors "
        "together: it shows groups better, takes seconds, and distances between groups mean nothing.",
    )
    perplexity: float = Field(
        30, ge=2, le=100, description="About how many neighbors of a point count, for 'tsne'."
    )

    @model_validator(mode="after")
    def _has_points(self) -> Self:
        if (self.texts is None) == (self.vectors is None):
            raise ValueError("give exactly one of 'texts' and 'vectors'")
        if self.texts is not None:
            check_characters(self.texts)
        sizes = {len(one) for one in self.vectors or ()}
        if len(sizes) > 1:
            raise ValueError(f"'vectors' have {min(sizes)} to {max(sizes)} dimensions: they need one length")
        if (count := sum(map(len, self.vectors or ()))) > MAX_NUMBERS:
            raise ValueError(f"'vectors' have {count} numbers together; {MAX_NUMBERS} are taken")
        if self.method == "tsne" and not FEWEST <= self.count <= MOST:
            raise ValueError(f"'method' tsne takes {FEWEST} to {MOST} points, not {self.count}: use pca")
        return self

    @property
    def count(self) -> int:
        return len(self.texts or self.vectors or ())

    async def rows(self, vectors: VectorService, context: Context) -> Matrix:
        """Return a vector for each point, those of texts embedded alike."""
        if self.texts is not None:
            return await vectors.models.embed(self.model, self.texts, "query", context.consumer)
        return np.asarray(self.vectors, np.float64)

    async def placed(self, vectors: VectorService, context: Context, dimensions: int) -> Reduction:
        """Return the coordinates of all points. Raises PointsNotPlaced."""
        rows = await self.rows(vectors, context)
        if self.method == "pca":
            return await asyncio.to_thread(reduce, rows, dimensions)
        perplexity = min(self.perplexity, (self.count - 1) / 3)
        async with vectors.drawing:
            return Reduction(await place(rows, dimensions, perplexity), None)
