"""Insert points, or replace those that exist: texts, vectors, or both, each with a payload.

Everything is checked before anything is written. With `on_error` reject, one wrong point rejects the request;
with skip, the others are written and `errors` names each that was not. Repeating a request changes nothing.
"""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from flowforge_vector.core.collections.errors import WRITING, PointQuotaReached
from flowforge_vector.core.points.model import PointInput
from flowforge_vector.core.points.writing import OnError, PointsRejected, WrittenPoints, write_points
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import EMBEDDING_ERRORS, WRITE_ERRORS, StoreRefused
from servicekit import Context, Limits, RequestBody, operation

MAX_POINTS, MAX_CHARACTERS = 10_000, 2_000_000


class UpsertRequest(RequestBody):
    points: Annotated[
        list[PointInput], Field(min_length=1, max_length=MAX_POINTS, description="The points to store.")
    ]
    on_error: OnError = Field("reject", description="What to do if some points are not valid.")

    @model_validator(mode="after")
    def _texts_are_bounded(self) -> Self:
        characters = sum(len(one.text) for one in self.points if one.text is not None)
        if characters > MAX_CHARACTERS:
            raise ValueError(f"the texts have {characters} characters; {MAX_CHARACTERS} are taken at once")
        return self


@operation(
    "/collections/{collection}/points/upsert",
    errors=[*WRITING, PointQuotaReached, PointsRejected, StoreRefused, *EMBEDDING_ERRORS, *WRITE_ERRORS],
    example={"points": [{"id": "1", "text": "Trains leave at eight.", "payload": {"topic": "travel"}}]},
    limits=Limits(max_json_bytes=96 << 20),
    deadline=timedelta(minutes=5),
    needs="a collection named 'articles'",
)
async def upsert_points(
    request: UpsertRequest, collection: str, context: Context, vectors: VectorService
) -> WrittenPoints:
    record = await vectors.find(collection, context.consumer, "write")
    return await write_points(vectors, record, request.points, context.consumer, request.on_error)
