"""Delete payload fields of points."""

from typing import Annotated

from pydantic import Field

from flowforge_vector.core.collections.errors import WRITING
from flowforge_vector.core.filters.model import FieldPath
from flowforge_vector.core.points.selection import FilterEmpty, Selection
from flowforge_vector.core.points.updating import ChangedPoints, FieldReserved, check_fields, update_payload
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import WRITE_ERRORS
from servicekit import Context, operation


class DeletePayloadRequest(Selection):
    fields: Annotated[
        list[FieldPath],
        Field(
            min_length=1, max_length=100, description="Payload fields to delete, with dots for nested ones."
        ),
    ]


@operation(
    "/collections/{collection}/points/delete-payload",
    errors=[*WRITING, *WRITE_ERRORS, FilterEmpty, FieldReserved],
    example={"ids": ["1"], "fields": ["reviewed"]},
    needs="a collection named 'articles'",
)
async def delete_payload(
    request: DeletePayloadRequest, collection: str, context: Context, vectors: VectorService
) -> ChangedPoints:
    record = await vectors.find(collection, context.consumer, "write")
    check_fields(request.fields, record)
    return await update_payload(vectors, record, "delete_payload", request, {"keys": request.fields})
