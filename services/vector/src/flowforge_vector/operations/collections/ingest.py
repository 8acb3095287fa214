"""Add a document to a collection: read it, cut it into chunks, embed them, and write them under its id.

A text, or a file: text, Markdown, HTML, PDF or DOCX; scanned pages and pictures where OCR is configured.
Unchanged content is skipped; changed content replaces the chunks of before. Each chunk knows its place, its
headings and its page. With `stream` every step is sent as it is done: do so for long documents, since
embedding takes a second for 10 to 50 chunks. Without it the last step is the result.
"""

from collections.abc import AsyncIterator
from datetime import timedelta

from flowforge_vector.core.collections.errors import WRITING, PointQuotaReached, TextSearchOff
from flowforge_vector.core.documents.ingesting import (
    DocumentWithoutText,
    Ingestion,
    IngestProgress,
    MetadataReserved,
    TextTooLongToCompare,
    TooManyChunks,
)
from flowforge_vector.core.documents.request import IngestForm
from flowforge_vector.core.points.updating import PayloadNotAllowed
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import EMBEDDING_ERRORS, WRITE_ERRORS
from flowforge_vector.engines.parsing.parser import PARSING_ERRORS
from flowforge_vector.engines.recognition import RECOGNITION_ERRORS
from servicekit import Context, Event, EventStream, operation

INGEST_ERRORS = (
    *WRITING,
    *WRITE_ERRORS,
    *EMBEDDING_ERRORS,
    *PARSING_ERRORS,
    *RECOGNITION_ERRORS,
    TextSearchOff,
    PointQuotaReached,
    DocumentWithoutText,
    TooManyChunks,
    TextTooLongToCompare,
    MetadataReserved,
    PayloadNotAllowed,
)


@operation(
    "/collections/{collection}/ingest",
    errors=INGEST_ERRORS,
    example={"text": "# Opening hours\n\nThe office opens at nine.", "document_id": "hours"},
    deadline=timedelta(hours=1),
    needs="a collection named 'articles'",
)
async def ingest_document(
    form: IngestForm, collection: str, context: Context, vectors: VectorService
) -> IngestProgress | EventStream[IngestProgress]:
    record = await vectors.find(collection, context.consumer, "write")
    ingestion = Ingestion(vectors, record, form, context.consumer)
    ingestion.check()
    if form.stream:
        return EventStream(_events(ingestion, context))
    async for step in ingestion.run():
        context.check()
        last = step
    return last


async def _events(ingestion: Ingestion, context: Context) -> AsyncIterator[Event[IngestProgress]]:
    async for step in ingestion.run():
        context.check()
        yield Event(step, name=step.step)
