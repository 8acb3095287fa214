"""List the snapshots of a collection, oldest first."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import READING
from flowforge_vector.core.collections.snapshots import Snapshot, to_snapshot
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, operation


class SnapshotList(BaseModel):
    snapshots: list[Snapshot] = Field(description="The snapshots, the oldest first.")


@operation(
    "/collections/{collection}/snapshots",
    method="GET",
    errors=[*READING, *STORE_ERRORS],
    example={},
    needs="a collection named 'articles'",
)
async def list_snapshots(collection: str, context: Context, vectors: VectorService) -> SnapshotList:
    record = await vectors.find(collection, context.consumer)
    found = await vectors.store.list_snapshots(record.id)
    return SnapshotList(snapshots=[to_snapshot(one) for one in found])
