"""Share a collection with another consumer, for reading or for writing.

They address it by its id, `col_...`, and see it among their collections.
"""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from flowforge_vector.core.collections.errors import OWNING
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import GrantRole
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, InvalidInput, RequestBody, ResourceLimit, operation

MAX_GRANTS = 1000


class GrantToOwner(InvalidInput):
    code = "GRANT_TO_OWNER"
    message = "'consumer' is the owner of the collection, who may do everything already."


class TooManyGrants(ResourceLimit):
    code = "TOO_MANY_GRANTS"
    message = "The collection is shared with {limit} consumers, which is the most."


class SetGrantRequest(RequestBody):
    consumer: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The consumer to share with."
    )
    role: GrantRole = Field(
        default="read", description="`read` allows searching, `write` changes of points too."
    )


class GrantResult(BaseModel):
    collection_id: str = Field(description="Identifier with which the other consumer reaches the collection.")
    consumer: str = Field(description="The consumer who has access.")
    role: GrantRole = Field(description="What the consumer may do.")


@operation(
    "/collections/{collection}/grants",
    method="PUT",
    errors=[*OWNING, *STORE_ERRORS, GrantToOwner, TooManyGrants],
    example={"consumer": "2f1c1e9e-93f0-4c0e-8f3c-2d7a3b1f6c11", "role": "read"},
    needs="a collection named 'articles'",
)
async def set_grant(
    request: SetGrantRequest, collection: str, context: Context, vectors: VectorService
) -> GrantResult:
    record = await vectors.find(collection, context.consumer, "own")
    if request.consumer == record.owner:
        raise GrantToOwner
    grants = {**record.grants, request.consumer: request.role}
    if len(grants) > MAX_GRANTS:
        raise TooManyGrants(limit=MAX_GRANTS)
    await vectors.catalog.save(record.model_copy(update={"grants": grants}))
    return GrantResult(collection_id=record.id, consumer=request.consumer, role=request.role)
