"""Count the values of an indexed payload field, most frequent first, over all points or those of a filter."""

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import READING
from flowforge_vector.core.collections.indexes import IndexMissing, check_index
from flowforge_vector.core.filters.model import FieldPath, FilterInput, to_document
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, RequestBody, operation

_COUNTABLE = ("keyword", "integer", "bool", "uuid")


class FacetsRequest(RequestBody):
    field: FieldPath
    filter: FilterInput | None = Field(
        default=None, description="Which points to consider; all of them if absent."
    )
    limit: int = Field(10, ge=1, le=1000, description="Number of values.")


class FacetValue(BaseModel):
    value: str = Field(description="The value; numbers and booleans as text.")
    count: int = Field(description="Points with this value.")


class FacetsResult(BaseModel):
    field: str = Field(description="The field whose values were counted.")
    values: list[FacetValue] = Field(description="The values with their counts, the most frequent first.")


@operation(
    "/collections/{collection}/facets",
    errors=[*READING, *STORE_ERRORS, IndexMissing],
    example={"field": "topic"},
    needs="a collection named 'articles' with an index of 'topic'",
)
async def count_values(
    request: FacetsRequest, collection: str, context: Context, vectors: VectorService
) -> FacetsResult:
    record = await vectors.find(collection, context.consumer)
    check_index(record, request.field, _COUNTABLE)
    wanted = {"key": request.field, "limit": request.limit, "filter": to_document(request.filter)}
    found = await vectors.store.facet(record.id, wanted)
    values = [FacetValue(value=_text(value), count=count) for value, count in found]
    return FacetsResult(field=request.field, values=values)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
