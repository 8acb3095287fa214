"""Delete a collection with all its points and snapshots."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import OWNING
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, operation


class DeletedCollection(BaseModel):
    deleted: str = Field(description="Name of the collection that was deleted.")


@operation(
    "/collections/{collection}",
    method="DELETE",
    example={},
    errors=[*OWNING, *STORE_ERRORS],
    needs="a collection named 'articles'",
)
async def delete_collection(collection: str, context: Context, vectors: VectorService) -> DeletedCollection:
    record = await vectors.find(collection, context.consumer, "own")
    await vectors.catalog.remove(record.id)
    await vectors.store.drop(record.id)
    vectors.lengths.forget(record.id)
    return DeletedCollection(deleted=record.name)
