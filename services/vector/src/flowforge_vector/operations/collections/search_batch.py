"""Run several searches of one collection in one request. Results come in the order of the searches."""

import asyncio
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_vector.core.searching.errors import SEARCH_ERRORS
from flowforge_vector.core.searching.query import SearchQuery
from flowforge_vector.core.searching.results import Hit
from flowforge_vector.core.searching.running import search
from flowforge_vector.core.vector_service import VectorService
from servicekit import Context, RequestBody, operation


class SearchBatchRequest(RequestBody):
    searches: Annotated[
        list[SearchQuery],
        Field(min_length=1, max_length=50, description="The searches, each independent of the others."),
    ]


class SearchBatchResult(BaseModel):
    results: list[list[Hit]] = Field(description="One list of results for each search, in order.")


@operation(
    "/collections/{collection}/search-batch",
    errors=SEARCH_ERRORS,
    example={"searches": [{"text": "trains"}, {"text": "bread", "limit": 3}]},
    needs="a collection named 'articles'",
)
async def search_batch(
    request: SearchBatchRequest, collection: str, context: Context, vectors: VectorService
) -> SearchBatchResult:
    record = await vectors.find(collection, context.consumer)
    found = await asyncio.gather(
        *(search(vectors, record, query, context.consumer) for query in request.searches)
    )
    return SearchBatchResult.model_construct(results=list(found))
