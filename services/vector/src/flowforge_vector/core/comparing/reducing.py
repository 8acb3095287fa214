"""Place texts or vectors in few dimensions, so that those with similar meanings lie near each other."""

from dataclasses import dataclass
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from flowforge_vector.core.comparing.texts import MAX_TEXTS, ComparedText, check_characters
from flowforge_vector.core.points.model import DenseVector
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.models.port import Matrix
from servicekit import Context, RequestBody

MAX_VECTORS, MAX_NUMBERS = 5000, 2_000_000


@dataclass(frozen=True, slots=True)
class Reduction:
    """A row for each point, and the part of the variance that each dimension explains."""

    coordinates: Matrix
    explained: list[float]


class PlacedRequest(RequestBody):
    """Texts or vectors that are placed."""

    texts: Annotated[list[ComparedText], Field(min_length=2, max_length=MAX_TEXTS)] | None = Field(
        None, description="Texts, which `model` embeds."
    )
    vectors: Annotated[list[DenseVector], Field(min_length=2, max_length=MAX_VECTORS)] | None = Field(
        None, description="Vectors of the same length, instead of texts."
    )
    model: str = Field("all-minilm-l6-v2", max_length=200, description="Embedding model of the texts.")

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
        return self

    @property
    def count(self) -> int:
        return len(self.texts or self.vectors or ())

    async def rows(self, vectors: VectorService, context: Context) -> Matrix:
        """Return a vector for each point, those of texts embedded alike."""
        if self.texts is not None:
            return await vectors.models.embed(self.model, self.texts, "query", context.consumer)
        return np.asarray(self.vectors, np.float64)


def reduce(rows: Matrix, dimensions: int) -> Reduction:
    """Project *rows* on the directions in which they vary most (principal component analysis).

    The sign of a direction is arbitrary: its largest part is made positive, so that results repeat.
    """
    scale = float(np.abs(rows).max()) or 1.0
    centered = rows.astype(np.float64) / scale
    centered -= centered.mean(axis=0)
    left, lengths, axes = np.linalg.svd(centered, full_matrices=False)
    largest = np.abs(axes).argmax(axis=1)
    signs = np.where(axes[np.arange(len(axes)), largest] < 0, -1.0, 1.0)
    coordinates = (left * lengths * signs)[:, :dimensions] * scale
    total = float((lengths**2).sum())
    explained = (lengths[:dimensions] ** 2 / total).tolist() if total else [0.0] * dimensions
    return Reduction(coordinates, [round(one, 6) for one in explained])
