"""Find points like some examples and unlike others.

`strategy` average compares with the mean of the positive examples, moved away from that of the negative ones;
best_score compares with each example and takes the best; sum_scores adds the scores of all.
"""

from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import BaseModel, Field, model_validator

from flowforge_vector.core.collections.errors import READING
from flowforge_vector.core.filters.model import FilterInput, all_of, to_document
from flowforge_vector.core.point_ids import PointId, to_key
from flowforge_vector.core.searching.errors import PointUnknown, PointWithoutVector, SearchVectorUnknown
from flowforge_vector.core.searching.planning import usual_vector
from flowforge_vector.core.searching.results import Hit, to_hit
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import CollectionRecord
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, RequestBody, operation

Examples = Annotated[list[PointId], Field(max_length=100)]


class RecommendRequest(RequestBody):
    positive: Examples = Field([], description="Ids of points to be similar to.")
    negative: Examples = Field([], description="Ids of points to be different from.")
    strategy: Literal["average", "best_score", "sum_scores"] = Field(
        default="average",
        description="How examples are combined: by their average, the best score, or the sum of scores.",
    )
    using: str | None = Field(None, max_length=100, description="Name of a dense vector.")
    filter: FilterInput | None = Field(
        default=None, description="Which points to consider; all of them if absent."
    )
    limit: int = Field(10, ge=1, le=1000, description="Greatest number of results.")
    offset: int = Field(0, ge=0, le=10_000, description="How many of the best results to leave out.")
    with_vectors: bool = Field(
        default=False, description="Whether the vectors of the points are returned too."
    )

    @model_validator(mode="after")
    def _has_examples(self) -> Self:
        if not self.positive and (self.strategy == "average" or not self.negative):
            raise ValueError("'positive' needs at least one id; 'negative' alone suits the other strategies")
        return self


class RecommendResult(BaseModel):
    results: list[Hit] = Field(description="The points found, the most similar first.")


@operation(
    "/collections/{collection}/recommend",
    errors=[*READING, *STORE_ERRORS, PointUnknown, PointWithoutVector, SearchVectorUnknown],
    example={"positive": ["1"]},
    needs="a collection named 'articles' with the point '1'",
)
async def recommend_points(
    request: RecommendRequest, collection: str, context: Context, vectors: VectorService
) -> RecommendResult:
    record = await vectors.find(collection, context.consumer)
    using = request.using or usual_vector(record)
    if using not in record.layout.dense:
        raise SearchVectorUnknown(using=f"'{using}'", known=", ".join(record.layout.dense) or "none")
    positive = await _vectors(vectors, record, request.positive, using)
    negative = await _vectors(vectors, record, request.negative, using)
    keys = [to_key(one) for one in (*request.positive, *request.negative)]
    wanted = {
        "query": _query(request.strategy, positive, negative),
        "using": using,
        "filter": all_of(to_document(request.filter), {"must_not": [{"has_id": keys}]}),
        "limit": request.limit,
        "offset": request.offset,
        "with_vector": request.with_vectors,
    }
    found = await vectors.store.query(record.id, [wanted])
    hits = [to_hit(one, with_vectors=request.with_vectors) for one in found[0]]
    return RecommendResult.model_construct(results=hits)


def _query(strategy: str, positive: list[list[float]], negative: list[list[float]]) -> dict[str, Any]:
    if strategy != "average":
        return {"recommend": {"positive": positive, "negative": negative, "strategy": strategy}}
    target = np.mean(positive, axis=0)
    if negative:
        target = target + target - np.mean(negative, axis=0)
    return {"nearest": target.tolist()}


async def _vectors(
    vectors: VectorService, record: CollectionRecord, ids: list[str], using: str
) -> list[list[float]]:
    keys = {to_key(one): one for one in ids}
    stored = await vectors.store.retrieve(record.id, list(keys), [using])
    found = {one["id"]: (one.get("vector") or {}).get(using) for one in stored}
    for key, point_id in keys.items():
        if key not in found:
            raise PointUnknown(id=point_id)
        if found[key] is None:
            raise PointWithoutVector(id=point_id, using=using)
    return [found[key] for key in keys]  # type: ignore[misc] # none is None: see above
