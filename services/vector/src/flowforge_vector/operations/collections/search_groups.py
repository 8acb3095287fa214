"""Search a collection and group the results by a payload field, such as the document of a chunk.

Groups come in the order of their best result. Points without the field are left out. The best 1,000 points
are grouped at the most; `complete` is false if there may be more groups beyond them.
"""

from typing import Self

from pydantic import BaseModel, Field, model_validator

from flowforge_vector.core.filters.model import FieldPath
from flowforge_vector.core.searching.errors import SEARCH_ERRORS
from flowforge_vector.core.searching.grouping import group
from flowforge_vector.core.searching.query import SearchQuery
from flowforge_vector.core.searching.results import Hit
from flowforge_vector.core.searching.running import search
from flowforge_vector.core.vector_service import VectorService
from servicekit import Context, operation

MOST_HITS = 1000


class SearchGroupsRequest(SearchQuery):
    group_by: FieldPath = Field(description="Payload field with a text or a whole number, or a list of them.")
    group_size: int = Field(3, ge=1, le=100, description="Results of each group.")
    limit: int = Field(10, ge=1, le=100, description="Number of groups.")

    @model_validator(mode="after")
    def _has_no_offset(self) -> Self:
        if self.offset:
            raise ValueError("'offset' does not apply to groups")
        return self


class ResultGroup(BaseModel):
    value: str = Field(description="Value of the field that the group shares.")
    results: list[Hit] = Field(description="The best points of the group.")


class SearchGroupsResult(BaseModel):
    groups: list[ResultGroup] = Field(description="The groups, the one with the best point first.")
    complete: bool = Field(description="Whether all points that match were looked at.")


@operation(
    "/collections/{collection}/search-groups",
    errors=SEARCH_ERRORS,
    example={"text": "trains", "group_by": "topic"},
    needs="a collection named 'articles'",
)
async def search_groups(
    request: SearchGroupsRequest, collection: str, context: Context, vectors: VectorService
) -> SearchGroupsResult:
    record = await vectors.find(collection, context.consumer)
    wanted, asked = request.limit, request.limit * request.group_size * 2
    while True:
        asked = min(asked, MOST_HITS)
        query = SearchQuery(**request.model_dump(include=_QUERY_FIELDS) | {"limit": asked})
        hits = await search(vectors, record, query, context.consumer)
        groups = group(hits, request.group_by, size=request.group_size)
        full = sum(len(one) == request.group_size for one in groups.values())
        if full >= wanted or len(hits) < asked or asked == MOST_HITS:
            break
        asked *= 4
    shown = [
        ResultGroup.model_construct(value=value, results=results)
        for value, results in list(groups.items())[:wanted]
    ]
    return SearchGroupsResult.model_construct(groups=shown, complete=len(hits) < asked or full >= wanted)


_QUERY_FIELDS = set(SearchQuery.model_fields) - {"limit", "offset"}
