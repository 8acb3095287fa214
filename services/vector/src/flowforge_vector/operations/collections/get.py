"""Describe a collection: settings, number of points, size on disk and state of its index."""

from flowforge_vector.core.collections.description import CollectionDetails, describe
from flowforge_vector.core.collections.errors import READING
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, operation


@operation(
    "/collections/{collection}",
    method="GET",
    example={},
    errors=[*READING, *STORE_ERRORS],
    needs="a collection named 'articles'",
)
async def describe_collection(collection: str, context: Context, vectors: VectorService) -> CollectionDetails:
    record = await vectors.find(collection, context.consumer)
    return describe(record, await vectors.store.describe(record.id), context.consumer.id)
