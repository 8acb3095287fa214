"""Set payload fields of points: those given are added or replaced, others stay."""

from typing import Any

from pydantic import Field

from flowforge_vector.core.collections.errors import WRITING
from flowforge_vector.core.points.selection import FilterEmpty, Selection
from flowforge_vector.core.points.updating import (
    ChangedPoints,
    FieldReserved,
    PayloadNotAllowed,
    check_new_payload,
    update_payload,
)
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import WRITE_ERRORS
from servicekit import Context, operation


class SetPayloadRequest(Selection):
    payload: dict[str, Any] = Field(min_length=1, description="Fields with their new values.")


@operation(
    "/collections/{collection}/points/set-payload",
    errors=[*WRITING, *WRITE_ERRORS, FilterEmpty, FieldReserved, PayloadNotAllowed],
    example={"ids": ["1"], "payload": {"reviewed": True}},
    needs="a collection named 'articles'",
)
async def set_payload(
    request: SetPayloadRequest, collection: str, context: Context, vectors: VectorService
) -> ChangedPoints:
    record = await vectors.find(collection, context.consumer, "write")
    check_new_payload(request.payload, record)
    return await update_payload(vectors, record, "set_payload", request, {"payload": request.payload})
