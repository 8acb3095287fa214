"""Reduce texts or vectors to a few coordinates each, by principal component analysis.

Near coordinates mean similar texts. `explained` tells how much of the differences the coordinates keep;
/draw-map draws them.
"""

import asyncio
from typing import Self

from pydantic import BaseModel, Field, model_validator

from flowforge_vector.core.comparing.reducing import PlacedRequest, reduce
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import EMBEDDING_ERRORS
from servicekit import Context, operation


class ReduceRequest(PlacedRequest):
    dimensions: int = Field(2, ge=1, le=100, description="Number of coordinates for each text or vector.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        most = min(self.count, len(self.vectors[0])) if self.vectors else self.count
        if self.dimensions > most:
            raise ValueError(f"'dimensions' is {self.dimensions}; {self.count} points like these have {most}")
        return self


class ReduceResult(BaseModel):
    coordinates: list[list[float]] = Field(description="Of each text or vector, in the order sent.")
    explained: list[float] = Field(description="Part of the variance in each dimension, the largest first.")


@operation(
    "/reduce-dimensions",
    errors=EMBEDDING_ERRORS,
    example={"vectors": [[1, 0, 2], [2, 1, 0], [0, 1, 1]], "dimensions": 2},
)
async def reduce_dimensions(request: ReduceRequest, context: Context, vectors: VectorService) -> ReduceResult:
    rows = await request.rows(vectors, context)
    found = await asyncio.to_thread(reduce, rows, request.dimensions)
    return ReduceResult(coordinates=found.coordinates.tolist(), explained=found.explained)
