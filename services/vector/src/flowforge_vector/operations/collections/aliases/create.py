"""Create an alias of a collection, or move one from another of your collections.

Moving an alias switches searches from one collection to another at once, such as after a new import.
"""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import OWNING, CollectionExists
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import CollectionName
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, RequestBody, ResourceLimit, operation

MAX_ALIASES = 20


class TooManyAliases(ResourceLimit):
    code = "TOO_MANY_ALIASES"
    message = "The collection has {limit} aliases, which is the most."


class CreateAliasRequest(RequestBody):
    alias: CollectionName = Field(
        description="The other name, which paths accept in place of the collection's."
    )


class AliasResult(BaseModel):
    alias: str = Field(description="The other name.")
    collection: str = Field(description="Name of the collection that it stands for.")
    moved_from: str | None = Field(description="Collection that had the alias before; null if none had.")


@operation(
    "/collections/{collection}/aliases",
    errors=[*OWNING, *STORE_ERRORS, CollectionExists, TooManyAliases],
    example={"alias": "current"},
    created=True,
    needs="a collection named 'articles'",
)
async def create_alias(
    request: CreateAliasRequest, collection: str, context: Context, vectors: VectorService
) -> AliasResult:
    record = await vectors.find(collection, context.consumer, "own")
    owned = await vectors.owned_by(context.consumer.id)
    if any(one.name == request.alias for one in owned):
        raise CollectionExists(name=request.alias)
    holder = next((one for one in owned if request.alias in one.aliases), None)
    if holder is not None and holder.id == record.id:
        return AliasResult(alias=request.alias, collection=record.name, moved_from=None)
    if len(record.aliases) >= MAX_ALIASES:
        raise TooManyAliases(limit=MAX_ALIASES)
    await vectors.catalog.save(record.model_copy(update={"aliases": (*record.aliases, request.alias)}))
    if holder is not None:
        left = tuple(one for one in holder.aliases if one != request.alias)
        await vectors.catalog.save(holder.model_copy(update={"aliases": left}))
    moved_from = holder.name if holder is not None else None
    return AliasResult(alias=request.alias, collection=record.name, moved_from=moved_from)
