"""Make a snapshot of a collection: a copy in the store, to return to. Searches go on meanwhile."""

from datetime import timedelta

from flowforge_vector.core.collections.errors import OWNING
from flowforge_vector.core.collections.snapshots import Snapshot, to_snapshot
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import WRITE_ERRORS
from servicekit import Context, ResourceLimit, operation

MAX_SNAPSHOTS = 10


class TooManySnapshots(ResourceLimit):
    code = "TOO_MANY_SNAPSHOTS"
    message = "The collection has {limit} snapshots, which is the most: delete one first."


@operation(
    "/collections/{collection}/snapshots",
    errors=[*OWNING, *WRITE_ERRORS, TooManySnapshots],
    example={},
    created=True,
    deadline=timedelta(minutes=5),
    needs="a collection named 'articles'",
)
async def create_snapshot(collection: str, context: Context, vectors: VectorService) -> Snapshot:
    record = await vectors.find(collection, context.consumer, "own")
    if len(await vectors.store.list_snapshots(record.id)) >= MAX_SNAPSHOTS:
        raise TooManySnapshots(limit=MAX_SNAPSHOTS)
    return to_snapshot(await vectors.store.create_snapshot(record.id))
