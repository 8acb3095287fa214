"""Delete the index of a payload field. The values stay."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import OWNING
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import WRITE_ERRORS
from servicekit import Context, NotFound, operation


class IndexUnknown(NotFound):
    code = "INDEX_UNKNOWN"
    message = "The field '{field_name}' has no index."


class DeletedIndex(BaseModel):
    deleted: str = Field(description="The field whose index was deleted.")


@operation(
    "/collections/{collection}/indexes/{field}",
    method="DELETE",
    errors=[*OWNING, *WRITE_ERRORS, IndexUnknown],
    example={},
    needs="an index of the field 'topic'",
)
async def delete_index(collection: str, field: str, context: Context, vectors: VectorService) -> DeletedIndex:
    record = await vectors.find(collection, context.consumer, "own")
    if field not in record.indexes:
        raise IndexUnknown(field_name=field)
    await vectors.store.delete_index(record.id, field)
    indexes = {name: kind for name, kind in record.indexes.items() if name != field}
    await vectors.catalog.save(record.model_copy(update={"indexes": indexes}))
    return DeletedIndex(deleted=field)
