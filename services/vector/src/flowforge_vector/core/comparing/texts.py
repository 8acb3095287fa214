"""Texts that are compared: at most so many, so long, and embedded on both sides in the same way."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.models.port import Matrix
from servicekit import Context, RequestBody

MAX_TEXTS, MAX_CHARACTERS = 2000, 200_000
ComparedText = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


def check_characters(texts: Sequence[str]) -> None:
    """Raise ValueError if *texts* would take longer to embed than a request may run."""
    count = sum(map(len, texts))
    if count > MAX_CHARACTERS:
        raise ValueError(f"the texts have {count} characters together; {MAX_CHARACTERS} are taken")


class TextsRequest(RequestBody):
    """Texts of one kind."""

    texts: Annotated[
        list[ComparedText], Field(min_length=2, max_length=MAX_TEXTS, description="The texts to compare.")
    ]
    model: str = Field("all-minilm-l6-v2", max_length=200, description="Embedding model.")

    @model_validator(mode="after")
    def _are_bounded(self) -> Self:
        check_characters(self.texts)
        return self

    async def rows(self, vectors: VectorService, context: Context) -> Matrix:
        """Return the vectors of the texts, all embedded as queries: so texts of one kind are compared."""
        return await vectors.models.embed(self.model, self.texts, "query", context.consumer)
