"""Count the points of a collection, all or those that a filter selects."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import READING
from flowforge_vector.core.filters.model import FilterInput, to_document
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, RequestBody, operation


class CountRequest(RequestBody):
    filter: FilterInput | None = Field(
        default=None, description="Which points to consider; all of them if absent."
    )


class CountResult(BaseModel):
    count: int = Field(description="Number of points.")


@operation(
    "/collections/{collection}/points/count",
    errors=[*READING, *STORE_ERRORS],
    example={"filter": {"must": [{"key": "topic", "match": {"value": "travel"}}]}},
    needs="a collection named 'articles'",
)
async def count_points(
    request: CountRequest, collection: str, context: Context, vectors: VectorService
) -> CountResult:
    record = await vectors.find(collection, context.consumer)
    return CountResult(count=await vectors.store.count(record.id, to_document(request.filter)))
