"""The request of a search."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from flowforge_vector.core.filters.model import FilterInput
from flowforge_vector.core.point_ids import PointId
from flowforge_vector.core.points.model import DenseVector, SparseVectorInput
from servicekit import RequestBody

Mode = Literal["hybrid", "semantic", "keyword"]
Fusion = Literal["rrf", "dbsf"]
QueryText = Annotated[str, Field(min_length=1, max_length=10_000)]
_EXAMPLES = ("text", "vector", "sparse_vector", "id")


class SearchQuery(RequestBody):
    """What to search for: exactly one of `text`, `vector`, `sparse_vector` and `id`."""

    text: QueryText | None = Field(
        None, description="Find points whose text has this meaning or these words."
    )
    vector: DenseVector | None = Field(None, description="Find points near this vector.")
    sparse_vector: SparseVectorInput | None = Field(
        default=None, description="A sparse vector to search with."
    )
    id: PointId | None = Field(None, description="Find points like this one.")
    using: str | None = Field(
        None, max_length=100, description="Name of the vector to search, where there are several."
    )
    mode: Mode | None = Field(
        None,
        description="How to search for `text`: by meaning and words together (hybrid), by meaning alone "
        "(semantic) or by words alone (keyword). The collection's `text_search` if left out.",
    )
    fusion: Fusion = Field(
        "dbsf", description="How hybrid search joins both lists: by scores (dbsf) or by ranks (rrf)."
    )
    candidates: int = Field(
        100, ge=10, le=1000, description="Best points of each part that hybrid search and diversity consider."
    )
    filter: FilterInput | None = Field(
        default=None, description="Which points to consider; all of them if absent."
    )
    limit: int = Field(10, ge=1, le=1000, description="Greatest number of results.")
    offset: int = Field(0, ge=0, le=10_000, description="How many of the best results to skip.")
    score_threshold: float | None = Field(
        None,
        allow_inf_nan=False,
        description="Leave out results with a worse score. Scores of hybrid search depend on ranks.",
    )
    diversity: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Maximal marginal relevance: 0 for the most relevant results, 1 for the most different.",
    )
    rerank: bool = Field(default=False, description="Order the candidates by the configured reranking model.")
    highlight: bool = Field(default=False, description="Return the words of each text that match `text`.")
    explain: bool = Field(default=False, description="Return what each part of a hybrid search contributes.")
    with_vectors: bool = Field(
        default=False, description="Whether the vectors of the points are returned too."
    )

    @model_validator(mode="after")
    def _has_one_example(self) -> Self:
        given = [name for name in _EXAMPLES if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"give exactly one of {', '.join(_EXAMPLES)}; {len(given)} were given")
        for name in ("mode", "rerank", "highlight", "explain"):
            if self.text is None and getattr(self, name):
                raise ValueError(f"'{name}' needs 'text'")
        return self
