"""Score the similarity of pairs of texts: POST /api/v1/llm/score.

Compatible with vLLM's score API. `text_1` is one text, compared with each text of `text_2`, or a list of the
same length, compared pair by pair. A reranking model is used for one text against many if one is declared;
otherwise the scores are cosine similarities of embeddings.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.embedding.ranking import Method, Texts, score_each
from flowforge_llm.core.errors import GENERATION_ERRORS
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.models.usage_accounting import Caller
from servicekit import Context, RequestBody, operation

Text = Annotated[str, Field(min_length=1)]
Many = Annotated[list[Text], Field(min_length=1, max_length=1000)]


class ScoreRequest(RequestBody):
    text_1: Text | Many = Field(
        description="First text of the pairs; one text is compared with each of `text_2`."
    )
    text_2: Text | Many = Field(description="Second text of the pairs.")
    model: str | None = Field(None, description="Name of a model; the default for embeddings if left out.")

    @model_validator(mode="after")
    def _pairs(self) -> Self:
        first, second = len(_listed(self.text_1)), len(_listed(self.text_2))
        if first not in (1, second):
            raise ValueError(f"'text_1' has {first} texts and 'text_2' {second}: give one, or as many")
        return self


class PairScore(BaseModel):
    index: int = Field(description="Position of the pair, from 0.")
    object: Literal["score"]
    score: float = Field(description="Similarity of the two texts; higher is more similar.")


class ScoreUsage(BaseModel):
    total_tokens: int = Field(description="Input and output tokens together.")


class ScoreResult(BaseModel):
    object: Literal["list"]
    model: str = Field(description="Name of the model that answered.")
    method: Method = Field(description="`engine`: a scoring model; `embeddings`: similarity of vectors.")
    data: list[PairScore] = Field(description="One score for each pair.")
    usage: ScoreUsage = Field(description="Tokens that this request used.")


@operation(
    "/score",
    example={"text_1": "capital of France", "text_2": ["Paris is a capital.", "Bread is baked."]},
    errors=GENERATION_ERRORS,
    dialect=OPENAI,
)
async def score_texts(request: ScoreRequest, context: Context, models: ModelService) -> ScoreResult:
    first, second = _texts("text_1", request.text_1), _texts("text_2", request.text_2)
    ranking = await score_each(models, Caller.of(context), request.model, first, second)
    data = [PairScore(index=at, object="score", score=score) for at, score in enumerate(ranking.scores)]
    usage = ScoreUsage(total_tokens=ranking.tokens)
    return ScoreResult(object="list", model=ranking.model, method=ranking.method, data=data, usage=usage)


def _texts(field: str, texts: str | list[str]) -> Texts:
    return Texts(field, _listed(texts), is_list=not isinstance(texts, str))


def _listed(texts: str | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else texts
