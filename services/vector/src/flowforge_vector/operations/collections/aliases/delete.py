"""Delete an alias of a collection. The collection stays."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import OWNING
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, NotFound, operation


class AliasUnknown(NotFound):
    code = "ALIAS_UNKNOWN"
    message = "The collection '{name}' has no alias '{alias}'."


class DeletedAlias(BaseModel):
    deleted: str = Field(description="The alias that was deleted.")


@operation(
    "/collections/{collection}/aliases/{alias}",
    method="DELETE",
    errors=[*OWNING, *STORE_ERRORS, AliasUnknown],
    example={},
    needs="a collection named 'articles' with the alias 'current'",
)
async def delete_alias(collection: str, alias: str, context: Context, vectors: VectorService) -> DeletedAlias:
    record = await vectors.find(collection, context.consumer, "own")
    if alias not in record.aliases:
        raise AliasUnknown(name=record.name, alias=alias)
    left = tuple(one for one in record.aliases if one != alias)
    await vectors.catalog.save(record.model_copy(update={"aliases": left}))
    return DeletedAlias(deleted=alias)
