"""Order texts by their relevance to a query, by the configured reranking model."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_vector.core.comparing.texts import ComparedText
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import RERANK_ERRORS
from servicekit import Context, RequestBody, operation


class RerankTextsRequest(RequestBody):
    query: Annotated[
        str, Field(min_length=1, max_length=10_000, description="What the texts should be about.")
    ]
    texts: Annotated[
        list[ComparedText], Field(min_length=1, max_length=1000, description="The texts to order.")
    ]
    limit: int | None = Field(None, ge=1, description="How many to return; all if left out.")


class RankedItem(BaseModel):
    index: int = Field(description="Its place in `texts`.")
    score: float = Field(description="Relevance of the text; higher is better.")
    text: str = Field(description="The text itself.")


class RerankTextsResult(BaseModel):
    results: list[RankedItem] = Field(description="The texts, the most relevant first.")


@operation(
    "/rerank",
    errors=RERANK_ERRORS,
    example={"query": "capital of France", "texts": ["Bread is baked.", "Paris is a capital."]},
    needs="a reranking model",
)
async def rerank_texts(
    request: RerankTextsRequest, context: Context, vectors: VectorService
) -> RerankTextsResult:
    scores = await vectors.reranker.score(request.query, request.texts, context.consumer)
    order = sorted(range(len(scores)), key=lambda index: -scores[index])[: request.limit]
    return RerankTextsResult(
        results=[RankedItem(index=one, score=scores[one], text=request.texts[one]) for one in order]
    )
