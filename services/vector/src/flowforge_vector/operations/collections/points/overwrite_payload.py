"""Replace the payload of points: fields that are not given are deleted.

The text of a searchable point stays, and so does what ties a chunk to its document.
"""

from datetime import timedelta
from typing import Any

from pydantic import Field

from flowforge_vector.core.collections.errors import WRITING
from flowforge_vector.core.points.replacing import TooManyPointsSelected, replace_payload
from flowforge_vector.core.points.selection import FilterEmpty, Selection
from flowforge_vector.core.points.updating import (
    ChangedPoints,
    FieldReserved,
    PayloadNotAllowed,
    check_new_payload,
)
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import WRITE_ERRORS
from servicekit import Context, operation


class OverwritePayloadRequest(Selection):
    payload: dict[str, Any] = Field(min_length=1, description="The new payload.")


@operation(
    "/collections/{collection}/points/overwrite-payload",
    errors=[*WRITING, *WRITE_ERRORS, FilterEmpty, FieldReserved, PayloadNotAllowed, TooManyPointsSelected],
    example={"ids": ["1"], "payload": {"topic": "travel"}},
    deadline=timedelta(minutes=5),
    needs="a collection named 'articles'",
)
async def overwrite_payload(
    request: OverwritePayloadRequest, collection: str, context: Context, vectors: VectorService
) -> ChangedPoints:
    record = await vectors.find(collection, context.consumer, "write")
    check_new_payload(request.payload, record)
    return await replace_payload(vectors, record, request, request.payload)
