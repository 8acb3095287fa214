"""Rank documents by their relevance to a query: POST /api/v1/llm/rerank.

Compatible with the rerank APIs of Cohere and Jina. A reranking model is used if one is declared (`method`
engine); otherwise the scores are cosine similarities of embeddings (`method` embeddings), which is faster and
less accurate.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.embedding.ranking import Method, Texts, score_each
from flowforge_llm.core.errors import GENERATION_ERRORS
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.models.usage_accounting import Caller
from servicekit import Context, RequestBody, operation

Text = Annotated[str, Field(min_length=1)]


class DocumentToRank(BaseModel):
    """A document as Cohere's and Jina's clients may send it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Text = Field(description="Text of the document.")


class RerankRequest(RequestBody):
    query: Text = Field(description="What the documents should be about.")
    documents: Annotated[
        list[Text | DocumentToRank],
        Field(min_length=1, max_length=1000, description="The documents to rank."),
    ]
    model: str | None = Field(None, description="Name of a model; the default for embeddings if left out.")
    top_n: Annotated[int, Field(ge=1)] | None = Field(
        None, description="How many to return; all if left out."
    )
    return_documents: bool = Field(default=True, description="Whether the texts are repeated in the answer.")

    @property
    def texts(self) -> list[str]:
        return [one if isinstance(one, str) else one.text for one in self.documents]


class RankedText(BaseModel):
    text: str = Field(description="Text of the document.")


class RankedDocument(BaseModel):
    index: int = Field(description="Its index in `documents`.")
    relevance_score: float = Field(description="How relevant the document is; higher is better.")
    document: RankedText | None = Field(description="The document; null unless `return_documents` is set.")


class RerankUsage(BaseModel):
    total_tokens: int = Field(description="Input and output tokens together.")


class RerankResult(BaseModel):
    model: str = Field(description="Name of the model that answered.")
    method: Method = Field(description="`engine`: a reranking model; `embeddings`: similarity of vectors.")
    results: list[RankedDocument] = Field(description="The documents, the most relevant first.")
    usage: RerankUsage = Field(description="Tokens that this request used.")


@operation(
    "/rerank",
    example={
        "query": "capital of France",
        "documents": ["Bread is baked.", "Paris is a capital."],
    },
    errors=GENERATION_ERRORS,
    dialect=OPENAI,
)
async def rerank_documents(request: RerankRequest, context: Context, models: ModelService) -> RerankResult:
    texts = request.texts
    query, documents = Texts("query", [request.query], is_list=False), Texts("documents", texts)
    ranking = await score_each(models, Caller.of(context), request.model, query, documents)
    order = sorted(range(len(ranking.scores)), key=lambda index: -ranking.scores[index])
    results = [
        RankedDocument(
            index=index,
            relevance_score=ranking.scores[index],
            document=RankedText(text=texts[index]) if request.return_documents else None,
        )
        for index in order[: request.top_n]
    ]
    usage = RerankUsage(total_tokens=ranking.tokens)
    return RerankResult(model=ranking.model, method=ranking.method, results=results, usage=usage)
