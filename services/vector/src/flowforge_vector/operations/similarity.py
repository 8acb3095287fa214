"""Compare texts with each other: the cosine similarity of their meanings.

With `sources`, each of them is compared with each of `texts`; without, each text with each other. Scores
depend on the model: unrelated texts have about 0 with all-minilm-l6-v2 and about 0.75 with
multilingual-e5-small.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_vector.core.comparing.texts import ComparedText, TextsRequest, check_characters
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import EMBEDDING_ERRORS
from servicekit import Context, operation


class SimilarityRequest(TextsRequest):
    texts: Annotated[
        list[ComparedText], Field(min_length=1, max_length=500, description="The texts to compare.")
    ]
    sources: Annotated[list[ComparedText], Field(min_length=1, max_length=100)] | None = Field(
        default=None,
        description="Texts to compare with `texts`; without them, `texts` are compared with each other.",
    )


class SimilarityResult(BaseModel):
    model: str = Field(description="Embedding model that compared the texts.")
    scores: list[list[float]] = Field(description="A row for each source, a column for each text.")


@operation(
    "/similarity",
    errors=EMBEDDING_ERRORS,
    example={"sources": ["A cat sleeps."], "texts": ["The kitten naps.", "Taxes are due."]},
)
async def compare_texts(
    request: SimilarityRequest, context: Context, vectors: VectorService
) -> SimilarityResult:
    rows = await request.rows(vectors, context)
    sources = rows
    if request.sources is not None:
        check_characters(request.sources)
        sources = await vectors.models.embed(request.model, request.sources, "query", context.consumer)
    scores = (sources @ rows.T).clip(-1, 1).round(6)
    return SimilarityResult.model_construct(model=request.model, scores=scores.tolist())
