"""List your collections and those that are shared with you."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.description import CollectionSummary, summarize
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, operation


class CollectionList(BaseModel):
    collections: list[CollectionSummary] = Field(
        description="Your own collections and those shared with you."
    )


@operation("/collections", method="GET", example={}, errors=STORE_ERRORS)
async def list_collections(context: Context, vectors: VectorService) -> CollectionList:
    found = await vectors.catalog.visible_to(context.consumer.id)
    found.sort(key=lambda one: (one.owner != context.consumer.id, one.name, one.id))
    return CollectionList(collections=[summarize(one, context.consumer.id) for one in found])
