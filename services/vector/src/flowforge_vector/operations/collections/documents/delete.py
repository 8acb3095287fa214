"""Delete a document with all its chunks."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import WRITING
from flowforge_vector.core.document_fields import DOCUMENT_FIELD
from flowforge_vector.core.documents.listing import DocumentUnknown, count_chunks
from flowforge_vector.core.filters.model import field_is
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import WRITE_ERRORS
from servicekit import Context, operation


class DeletedDocument(BaseModel):
    deleted: str = Field(description="Identifier of the document that was deleted.")
    chunks: int = Field(description="How many chunks were deleted with it.")


@operation(
    "/collections/{collection}/documents/{document}",
    method="DELETE",
    errors=[*WRITING, *WRITE_ERRORS, DocumentUnknown],
    example={},
    needs="a document 'hours' in the collection 'articles'",
)
async def delete_document(
    collection: str, document: str, context: Context, vectors: VectorService
) -> DeletedDocument:
    record = await vectors.find(collection, context.consumer, "write")
    chunks = await count_chunks(vectors, record, document)
    selected = {"filter": field_is(DOCUMENT_FIELD, document)}
    await vectors.store.update(record.id, {"delete": selected})
    return DeletedDocument(deleted=document, chunks=chunks)
