"""Stop sharing a collection with a consumer."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import OWNING
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, NotFound, operation


class GrantUnknown(NotFound):
    code = "GRANT_UNKNOWN"
    message = "The collection '{name}' is not shared with '{consumer}'."


class DeletedGrant(BaseModel):
    deleted: str = Field(description="The consumer who lost access.")


@operation(
    "/collections/{collection}/grants/{consumer}",
    method="DELETE",
    errors=[*OWNING, *STORE_ERRORS, GrantUnknown],
    example={},
    needs="a collection named 'articles' that is shared",
)
async def delete_grant(
    collection: str, consumer: str, context: Context, vectors: VectorService
) -> DeletedGrant:
    record = await vectors.find(collection, context.consumer, "own")
    if consumer not in record.grants:
        raise GrantUnknown(name=record.name, consumer=consumer)
    grants = {name: role for name, role in record.grants.items() if name != consumer}
    await vectors.catalog.save(record.model_copy(update={"grants": grants}))
    return DeletedGrant(deleted=consumer)
