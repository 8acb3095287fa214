"""Get a document with its chunks in their order."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import READING
from flowforge_vector.core.document_fields import DOCUMENT_FIELD
from flowforge_vector.core.documents.ingesting import MAX_CHUNKS
from flowforge_vector.core.documents.listing import DocumentSummary, DocumentUnknown, summarize
from flowforge_vector.core.filters.model import field_is
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, operation


class DocumentChunk(BaseModel):
    id: str = Field(description="Id of the point.")
    text: str = Field(description="Text of the chunk.")
    index: int = Field(description="Position of the chunk in the document, from 0.")
    start: int = Field(description="Place in the text of the document, in code points.")
    end: int = Field(description="Where it ends in the text of the document.")
    heading: list[str] = Field(description="Headings above the chunk, outermost first.")
    page: int | None = Field(description="Page of a PDF.")


class DocumentDetails(DocumentSummary):
    contents: list[DocumentChunk] = Field(description="The chunks, in the order of the document.")


@operation(
    "/collections/{collection}/documents/{document}",
    method="GET",
    errors=[*READING, *STORE_ERRORS, DocumentUnknown],
    example={},
    needs="a document 'hours' in the collection 'articles'",
)
async def get_document(
    collection: str, document: str, context: Context, vectors: VectorService
) -> DocumentDetails:
    record = await vectors.find(collection, context.consumer)
    wanted = {"limit": MAX_CHUNKS, "filter": field_is(DOCUMENT_FIELD, document)}
    points, _ = await vectors.store.scroll(record.id, wanted)
    if not points:
        raise DocumentUnknown(document=document)
    points.sort(key=lambda one: one["payload"]["chunk"]["index"])
    contents = [
        DocumentChunk(id=one["payload"]["_id"], text=one["payload"]["text"], **one["payload"]["chunk"])
        for one in points
    ]
    return DocumentDetails(**summarize(points[0]).model_dump(), contents=contents)
