"""Create an index of a payload field: filters on it become faster, and facets and sorting possible.

The type `text` makes filters match whole words; without it they match parts of words.
"""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import OWNING
from flowforge_vector.core.filters.model import FieldPath
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import WRITE_ERRORS
from flowforge_vector.engines.port import IndexType
from servicekit import Conflict, Context, RequestBody, operation

MAX_INDEXES = 32


class IndexExists(Conflict):
    code = "INDEX_EXISTS"
    message = "The field '{field_name}' has an index of type {kind} already: delete it first."


class TooManyIndexes(Conflict):
    code = "TOO_MANY_INDEXES"
    message = "The collection has {limit} indexes, which is the most."


class CreateIndexRequest(RequestBody):
    field: FieldPath
    type: IndexType = Field(
        description="Type of the values, which decides the filters that the index serves."
    )


class CreatedIndex(BaseModel):
    field: str = Field(description="The payload field that is indexed.")
    type: IndexType = Field(description="What the values of the field are.")


@operation(
    "/collections/{collection}/indexes",
    errors=[*OWNING, *WRITE_ERRORS, IndexExists, TooManyIndexes],
    example={"field": "topic", "type": "keyword"},
    created=True,
    needs="a collection named 'articles'",
)
async def create_index(
    request: CreateIndexRequest, collection: str, context: Context, vectors: VectorService
) -> CreatedIndex:
    record = await vectors.find(collection, context.consumer, "own")
    present = record.indexes.get(request.field)
    if present not in (None, request.type):
        raise IndexExists(field_name=request.field, kind=present)
    if len(record.indexes) >= MAX_INDEXES and present is None:
        raise TooManyIndexes(limit=MAX_INDEXES)
    await vectors.store.create_index(record.id, request.field, request.type)
    indexes = {**record.indexes, request.field: request.type}
    await vectors.catalog.save(record.model_copy(update={"indexes": indexes}))
    return CreatedIndex(field=request.field, type=request.type)
