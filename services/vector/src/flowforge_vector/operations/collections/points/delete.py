"""Delete points by ids or by a filter. `deleted` counts those that existed."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import WRITING
from flowforge_vector.core.points.selection import FilterEmpty, Selection
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import WRITE_ERRORS
from servicekit import Context, operation


class DeletedPoints(BaseModel):
    deleted: int = Field(description="How many points existed and were deleted.")


@operation(
    "/collections/{collection}/points/delete",
    errors=[*WRITING, *WRITE_ERRORS, FilterEmpty],
    example={"ids": ["1"]},
    needs="a collection named 'articles'",
)
async def delete_points(
    request: Selection, collection: str, context: Context, vectors: VectorService
) -> DeletedPoints:
    record = await vectors.find(collection, context.consumer, "write")
    count = await vectors.store.count(record.id, request.condition())
    await vectors.store.update(record.id, {"delete": request.document()})
    return DeletedPoints(deleted=count)
