"""Delete all payload fields of points.

The text of a searchable point stays, and so does what ties a chunk to its document.
"""

from datetime import timedelta

from flowforge_vector.core.collections.errors import WRITING
from flowforge_vector.core.points.replacing import TooManyPointsSelected, replace_payload
from flowforge_vector.core.points.selection import FilterEmpty, Selection
from flowforge_vector.core.points.updating import ChangedPoints
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import WRITE_ERRORS
from servicekit import Context, operation


@operation(
    "/collections/{collection}/points/clear-payload",
    errors=[*WRITING, *WRITE_ERRORS, FilterEmpty, TooManyPointsSelected],
    example={"ids": ["1"]},
    deadline=timedelta(minutes=5),
    needs="a collection named 'articles'",
)
async def clear_payload(
    request: Selection, collection: str, context: Context, vectors: VectorService
) -> ChangedPoints:
    record = await vectors.find(collection, context.consumer, "write")
    return await replace_payload(vectors, record, request, {})
