"""List the documents of a collection page by page."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import READING
from flowforge_vector.core.documents.listing import FIRST_CHUNK, DocumentSummary, summarize
from flowforge_vector.core.point_ids import to_key
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, RequestBody, operation


class ListDocumentsQuery(RequestBody):
    limit: Annotated[int, Field(ge=1, le=1000, description="Greatest number of documents on a page.")] = 100
    cursor: str | None = Field(None, max_length=40, description="`next_cursor` of the page before.")


class DocumentPage(BaseModel):
    documents: list[DocumentSummary] = Field(description="The documents of this page.")
    next_cursor: str | None = Field(description="Null on the last page.")


@operation(
    "/collections/{collection}/documents",
    method="GET",
    errors=[*READING, *STORE_ERRORS],
    example={"limit": 10},
    needs="a collection named 'articles'",
)
async def list_documents(
    query: ListDocumentsQuery, collection: str, context: Context, vectors: VectorService
) -> DocumentPage:
    record = await vectors.find(collection, context.consumer)
    wanted = {"limit": query.limit, "filter": {"must": [FIRST_CHUNK]}}
    if query.cursor is not None:
        wanted["offset"] = to_key(query.cursor)
    points, following = await vectors.store.scroll(record.id, wanted)
    return DocumentPage(
        documents=[summarize(one) for one in points],
        next_cursor=str(following) if following is not None else None,
    )
