"""What operations return about documents."""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_vector.core.document_fields import DOCUMENT_FIELD, VERSION_FIELD
from flowforge_vector.core.filters.model import field_is
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import CollectionRecord
from flowforge_vector.engines.port import StoredPoint
from servicekit import NotFound

FIRST_CHUNK = {"key": "chunk.index", "match": {"value": 0}}


_SHOWN = ("title", "source", "chunks", "ingested_at")


class DocumentUnknown(NotFound):
    code = "DOCUMENT_UNKNOWN"
    message = "The collection has no document '{document}'."


class DocumentSummary(BaseModel):
    document_id: str = Field(description="Identifier of the document in paths.")
    title: str | None = Field(description="Title of the document; null if it has none.")
    source: str | None = Field(description="Name of the file.")
    chunks: int = Field(description="Chunks into which it was cut, each a point.")
    version: str = Field(description="Hash of content and settings.")
    ingested_at: str = Field(description="When it was added, in UTC.")


def summarize(point: StoredPoint) -> DocumentSummary:
    """Return what the first chunk of a document says about it."""
    payload: dict[str, Any] = point["payload"]
    known: dict[str, Any] = {name: payload.get(name) for name in _SHOWN}
    return DocumentSummary(document_id=payload[DOCUMENT_FIELD], version=payload[VERSION_FIELD], **known)


async def count_chunks(service: VectorService, record: CollectionRecord, document: str) -> int:
    """Return how many chunks a document has. Raises DocumentUnknown for none."""
    count = await service.store.count(record.id, field_is(DOCUMENT_FIELD, document))
    if not count:
        raise DocumentUnknown(document=document)
    return count
