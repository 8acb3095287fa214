"""Embed texts: return a vector of length 1 for each.

Embed what is searched for as `query` and what is found as `document`. Vectors of two models cannot be
compared. A text that is longer than the model reads is embedded in windows, and its vector is their mean.
"""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_embeddings import InputType
from flowforge_vector.core.comparing.texts import ComparedText, check_characters
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import EMBEDDING_ERRORS
from servicekit import Context, RequestBody, operation


class EmbedRequest(RequestBody):
    texts: Annotated[
        list[ComparedText], Field(min_length=1, max_length=1000, description="The texts to embed.")
    ]
    model: str = Field("all-minilm-l6-v2", max_length=200, description="Embedding model.")
    input_type: InputType = Field("document", description="What the texts are for.")

    @model_validator(mode="after")
    def _are_bounded(self) -> Self:
        check_characters(self.texts)
        return self


class EmbedResult(BaseModel):
    model: str = Field(description="Embedding model that made the vectors.")
    dimensions: int = Field(description="Length of each vector.")
    vectors: list[list[float]] = Field(description="One vector for each text, in order.")


@operation("/embed", errors=EMBEDDING_ERRORS, example={"texts": ["The office opens at nine."]})
async def embed_texts(request: EmbedRequest, context: Context, vectors: VectorService) -> EmbedResult:
    rows = await vectors.models.embed(request.model, request.texts, request.input_type, context.consumer)
    return EmbedResult.model_construct(model=request.model, dimensions=rows.shape[1], vectors=rows.tolist())
