"""Read points page by page, in the order of their ids or of an indexed payload field.

Pass `next_cursor` of a page as `cursor` to get the next one. With `order_by` there are no pages: `limit`
points are returned.
"""

from typing import Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_vector.core.collections.errors import READING
from flowforge_vector.core.collections.indexes import IndexMissing, check_index
from flowforge_vector.core.filters.model import FieldPath, FilterInput, to_document
from flowforge_vector.core.point_ids import to_key
from flowforge_vector.core.searching.results import PointResult, to_point
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, RequestBody, operation

_SORTABLE = ("integer", "float", "datetime")


class ScrollRequest(RequestBody):
    filter: FilterInput | None = Field(
        default=None, description="Which points to consider; all of them if absent."
    )
    limit: int = Field(100, ge=1, le=1000, description="Greatest number of points on a page.")
    cursor: str | None = Field(None, max_length=40, description="`next_cursor` of the page before.")
    order_by: FieldPath | None = Field(None, description="Field with an index of numbers or dates.")
    direction: Literal["asc", "desc"] = Field(default="asc", description="Ascending or descending.")
    with_vectors: bool = Field(
        default=False, description="Whether the vectors of the points are returned too."
    )

    @model_validator(mode="after")
    def _pages_are_by_id(self) -> Self:
        if self.cursor is not None and self.order_by is not None:
            raise ValueError("'cursor' and 'order_by' do not go together")
        return self


class ScrollPage(BaseModel):
    points: list[PointResult] = Field(description="The points of this page.")
    next_cursor: str | None = Field(description="Null on the last page.")


@operation(
    "/collections/{collection}/points/scroll",
    errors=[*READING, *STORE_ERRORS, IndexMissing],
    example={"limit": 100},
    needs="a collection named 'articles'",
)
async def scroll_points(
    request: ScrollRequest, collection: str, context: Context, vectors: VectorService
) -> ScrollPage:
    record = await vectors.find(collection, context.consumer)
    wanted: dict[str, Any] = {
        "limit": request.limit,
        "filter": to_document(request.filter),
        "with_vector": request.with_vectors,
    }
    if request.order_by is not None:
        check_index(record, request.order_by, _SORTABLE)
        wanted["order_by"] = {"key": request.order_by, "direction": request.direction}
    elif request.cursor is not None:
        wanted["offset"] = to_key(request.cursor)
    points, following = await vectors.store.scroll(record.id, wanted)
    return ScrollPage(
        points=[to_point(one, with_vectors=request.with_vectors) for one in points],
        next_cursor=str(following) if following is not None else None,
    )
