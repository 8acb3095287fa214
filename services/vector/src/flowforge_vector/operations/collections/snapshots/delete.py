"""Delete a snapshot of a collection."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import OWNING
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS, SnapshotUnknown
from servicekit import Context, operation


class DeletedSnapshot(BaseModel):
    deleted: str = Field(description="Name of the snapshot that was deleted.")


@operation(
    "/collections/{collection}/snapshots/{snapshot}",
    method="DELETE",
    errors=[*OWNING, *STORE_ERRORS, SnapshotUnknown],
    example={},
    needs="a snapshot of the collection 'articles'",
)
async def delete_snapshot(
    collection: str, snapshot: str, context: Context, vectors: VectorService
) -> DeletedSnapshot:
    record = await vectors.find(collection, context.consumer, "own")
    if snapshot not in {one.name for one in await vectors.store.list_snapshots(record.id)}:
        raise SnapshotUnknown(name=snapshot)
    await vectors.store.delete_snapshot(record.id, snapshot)
    return DeletedSnapshot(deleted=snapshot)
