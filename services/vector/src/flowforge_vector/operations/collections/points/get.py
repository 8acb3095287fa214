"""Get points by their ids, in the order asked for. Ids that do not exist are listed in `missing`."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import READING
from flowforge_vector.core.point_ids import PointId, to_key
from flowforge_vector.core.searching.results import PointResult, to_point
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, RequestBody, operation


class GetRequest(RequestBody):
    ids: Annotated[list[PointId], Field(min_length=1, max_length=1000, description="Ids of the points.")]
    with_vectors: bool = Field(
        default=False, description="Whether the vectors of the points are returned too."
    )


class GetResult(BaseModel):
    points: list[PointResult] = Field(description="The points that exist, in the order of the request.")
    missing: list[str] = Field(description="Ids that do not exist.")


@operation(
    "/collections/{collection}/points/get",
    errors=[*READING, *STORE_ERRORS],
    example={"ids": ["1"]},
    needs="a collection named 'articles'",
)
async def get_points(
    request: GetRequest, collection: str, context: Context, vectors: VectorService
) -> GetResult:
    record = await vectors.find(collection, context.consumer)
    keys = [to_key(one) for one in request.ids]
    stored = await vectors.store.retrieve(record.id, list(dict.fromkeys(keys)), request.with_vectors)
    found = {one["id"]: one for one in stored}
    return GetResult(
        points=[to_point(found[key], with_vectors=request.with_vectors) for key in keys if key in found],
        missing=[one for one, key in zip(request.ids, keys, strict=True) if key not in found],
    )
