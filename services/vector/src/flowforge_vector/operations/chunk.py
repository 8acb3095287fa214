"""Cut a text into chunks for embedding: by sentences, headings, tokens or changes of meaning.

Chunks are exactly what stands in the text at their places; offsets count code points. Tokens are estimated.
"""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_vector.core.chunking.chunks import ChunkRule, Method
from flowforge_vector.core.chunking.semantic import cut_text
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import EMBEDDING_ERRORS
from flowforge_vector.engines.models.port import Matrix
from servicekit import Context, RequestBody, operation

MAX_TEXT, MAX_SEMANTIC = 1_000_000, 50_000


class ChunkRequest(RequestBody):
    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT, description="Plain text or Markdown.")]
    method: Method = Field(
        "sentences", description="Where chunks end; `semantic` compares sentences by the embedding model."
    )
    chunk_tokens: int = Field(200, ge=10, le=10_000, description="Largest chunk.")
    overlap_tokens: int = Field(0, ge=0, le=5_000, description="Tokens that a chunk repeats.")
    model: str = Field("all-minilm-l6-v2", max_length=200, description="Embedding model, for `semantic`.")

    @model_validator(mode="after")
    def _sizes_fit(self) -> Self:
        if self.overlap_tokens >= self.chunk_tokens:
            raise ValueError("'overlap_tokens' must be less than 'chunk_tokens'")
        if self.method == "semantic" and len(self.text) > MAX_SEMANTIC:
            raise ValueError(f"'text' has {len(self.text)} characters; semantic takes {MAX_SEMANTIC}")
        return self


class ChunkOfText(BaseModel):
    text: str = Field(description="Text of the chunk.")
    start: int = Field(description="Where it begins in the text, counted in characters from 0.")
    end: int = Field(description="Where it ends in the text.")
    tokens: int = Field(description="Its length in tokens of the embedding model.")
    heading: list[str] = Field(description="Markdown headings above it, outermost first.")


class ChunkResult(BaseModel):
    chunks: list[ChunkOfText] = Field(description="The chunks, in the order of the text.")


@operation(
    "/chunk",
    errors=EMBEDDING_ERRORS,
    example={"text": "First sentence. Second sentence.", "chunk_tokens": 10},
)
async def chunk_text(request: ChunkRequest, context: Context, vectors: VectorService) -> ChunkResult:
    async def embed(texts: list[str]) -> Matrix:
        return await vectors.models.embed(request.model, texts, "query", context.consumer)

    rule = ChunkRule(request.method, request.chunk_tokens, request.overlap_tokens)
    found = await cut_text(request.text, rule, embed)
    return ChunkResult(
        chunks=[
            ChunkOfText(
                text=one.text, start=one.start, end=one.end, tokens=one.tokens, heading=list(one.heading)
            )
            for one in found
        ]
    )
