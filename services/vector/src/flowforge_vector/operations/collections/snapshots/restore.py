"""Return a collection to a snapshot: points and indexes as they were. Later changes are lost."""

from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import OWNING
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import WRITE_ERRORS, SnapshotUnknown
from servicekit import Context, operation


class RestoredCollection(BaseModel):
    collection: str = Field(description="Name of the collection.")
    snapshot: str = Field(description="Name of the snapshot that was restored.")
    points: int = Field(description="Points after the restoration.")


@operation(
    "/collections/{collection}/snapshots/{snapshot}/restore",
    errors=[*OWNING, *WRITE_ERRORS, SnapshotUnknown],
    example={},
    deadline=timedelta(minutes=5),
    needs="a snapshot of the collection 'articles'",
)
async def restore_snapshot(
    collection: str, snapshot: str, context: Context, vectors: VectorService
) -> RestoredCollection:
    record = await vectors.find(collection, context.consumer, "own")
    if snapshot not in {one.name for one in await vectors.store.list_snapshots(record.id)}:
        raise SnapshotUnknown(name=snapshot)
    await vectors.store.restore_snapshot(record.id, snapshot)
    indexes = await vectors.store.indexes(record.id)
    await vectors.catalog.save(record.model_copy(update={"indexes": indexes}))
    state = await vectors.store.describe(record.id)
    return RestoredCollection(collection=record.name, snapshot=snapshot, points=state.points)
