"""Search a collection by text, by vector, or by an example point, with filters.

A search for `text` finds meaning and words together, unless `mode` or the collection says otherwise. Results
come best first. `explain` shows what each part contributes, `highlight` the words that match, and `diversity`
spreads the results.
"""

from pydantic import BaseModel, Field

from flowforge_vector.core.searching.errors import SEARCH_ERRORS
from flowforge_vector.core.searching.query import SearchQuery
from flowforge_vector.core.searching.results import Hit
from flowforge_vector.core.searching.running import search
from flowforge_vector.core.vector_service import VectorService
from servicekit import Context, operation


class SearchResult(BaseModel):
    results: list[Hit] = Field(description="The points found, the best first.")


@operation(
    "/collections/{collection}/search",
    errors=SEARCH_ERRORS,
    example={"text": "when does the train leave", "limit": 3},
    needs="a collection named 'articles'",
)
async def search_points(
    query: SearchQuery, collection: str, context: Context, vectors: VectorService
) -> SearchResult:
    record = await vectors.find(collection, context.consumer)
    return SearchResult.model_construct(results=await search(vectors, record, query, context.consumer))
