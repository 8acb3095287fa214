"""Reduce texts or vectors to a few coordinates each, by principal component analysis or t-SNE.

Near coordinates mean similar texts. `explained` tells how much of the differences the coordinates keep;
/draw-map draws them. The same request gets the same coordinates.
"""

from datetime import timedelta
from typing import Self

from pydantic import BaseModel, Field, model_validator

from flowforge_vector.core.comparing.reducing import PlacedRequest
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import EMBEDDING_ERRORS
from flowforge_vector.engines.placing.placer import PointsNotPlaced
from servicekit import Context, operation

_MOST_PLACED = 3


class ReduceRequest(PlacedRequest):
    dimensions: int = Field(2, ge=1, le=100, description="Number of coordinates for each text or vector.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        most = min(self.count, len(self.vectors[0])) if self.vectors else self.count
        if self.dimensions > most:
            raise ValueError(f"'dimensions' is {self.dimensions}; {self.count} points like these have {most}")
        if self.method == "tsne" and self.dimensions > _MOST_PLACED:
            raise ValueError(f"'dimensions' is {self.dimensions}; 'method' tsne has 3 at the most")
        return self


class ReduceResult(BaseModel):
    coordinates: list[list[float]] = Field(description="Of each text or vector, in the order sent.")
    explained: list[float] | None = Field(
        description="Part of the variance in each dimension, the largest first; null with 'tsne'."
    )


@operation(
    "/reduce-dimensions",
    errors=[*EMBEDDING_ERRORS, PointsNotPlaced],
    deadline=timedelta(seconds=60),
    example={"vectors": [[1, 0, 2], [2, 1, 0], [0, 1, 1]], "dimensions": 2},
)
async def reduce_dimensions(request: ReduceRequest, context: Context, vectors: VectorService) -> ReduceResult:
    found = await request.placed(vectors, context, request.dimensions)
    return ReduceResult(coordinates=found.coordinates.tolist(), explained=found.explained)
