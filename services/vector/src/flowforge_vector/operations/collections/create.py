"""Create a collection of texts, vectors or both.

By default it takes texts: each is embedded by `model` and indexed by its words, so that searches find meaning
and words. The model follows from `language`: all-minilm-l6-v2 for English, multilingual-e5-small for others.
It stays that of the collection. Vectors that you make yourself are declared in `vectors` and
`sparse_vectors`.
"""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from flowforge_vector.core.collections.description import CollectionSummary, summarize
from flowforge_vector.core.collections.errors import CollectionExists, CollectionQuotaReached
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import (
    RESERVED_VECTORS,
    CollectionName,
    CollectionRecord,
    TextSearch,
    VectorSpec,
)
from flowforge_vector.engines.errors import EMBEDDING_ERRORS, WRITE_ERRORS
from flowforge_vector.engines.port import Distance, Quantization
from servicekit import Consumer, Context, RequestBody, operation

ENGLISH, MULTILINGUAL = "all-minilm-l6-v2", "multilingual-e5-small"
VectorName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=100)]


class VectorDeclaration(RequestBody):
    """A dense vector of the points."""

    size: int = Field(ge=1, le=65_536, description="Number of dimensions.")
    distance: Distance = Field("cosine", description="How vectors are compared.")
    quantization: Quantization = Field(
        "none", description="Compress the copy that searches scan: scalar to a quarter, binary to 1 bit."
    )


class CreateRequest(RequestBody):
    name: CollectionName = Field(description="Name of the collection in paths.")
    description: str = Field("", max_length=1000, description="What the collection is for, shown in lists.")
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2}$", to_lower=True)] = Field(
        "en", description="Language of the texts, as an ISO 639-1 code: selects the model and the stemmer."
    )
    text_search: TextSearch = Field(
        "hybrid",
        description="How texts are found: by meaning and words (hybrid), by meaning (semantic), by words "
        "(keyword), or not at all (none).",
    )
    model: str | None = Field(None, max_length=200, description="Embedding model; by `language` if left out.")
    quantization: Quantization = Field("none", description="Compression of the vectors of texts.")
    vectors: dict[VectorName, VectorDeclaration] = Field(
        {}, max_length=16, description="Dense vectors by name, for points that bring their own."
    )
    sparse_vectors: list[VectorName] = Field([], max_length=16, description="Names of sparse vectors.")

    @model_validator(mode="after")
    def _names_are_free(self) -> Self:
        names = [*self.vectors, *self.sparse_vectors]
        if taken := sorted(RESERVED_VECTORS.intersection(names)):
            raise ValueError(f"'{taken[0]}' is the name of a vector that the service makes: choose another")
        if len(set(names)) != len(names):
            raise ValueError("two vectors have the same name")
        if not names and self.text_search == "none":
            raise ValueError("a collection without text search needs 'vectors' or 'sparse_vectors'")
        return self


@operation(
    "/collections",
    errors=[CollectionExists, CollectionQuotaReached, *EMBEDDING_ERRORS, *WRITE_ERRORS],
    example={"name": "articles", "language": "en"},
    created=True,
)
async def create_collection(
    request: CreateRequest, context: Context, vectors: VectorService
) -> CollectionSummary:
    consumer = context.consumer
    owned = await vectors.owned_by(consumer.id)
    if any(request.name in (one.name, *one.aliases) for one in owned):
        raise CollectionExists(name=request.name)
    if len(owned) >= (limit := vectors.settings.collections_of(consumer.tier)):
        raise CollectionQuotaReached(count=len(owned), limit=limit)
    model = dimensions = None
    if request.text_search in ("hybrid", "semantic"):
        model = request.model or (ENGLISH if request.language == "en" else MULTILINGUAL)
        dimensions = await _dimensions(vectors, model, consumer)
    record = CollectionRecord(
        id=f"col_{secrets.token_hex(12)}",
        owner=consumer.id,
        owner_tier=consumer.tier,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        model=model,
        model_dimensions=dimensions,
        vectors={name: VectorSpec(**one.model_dump()) for name, one in request.vectors.items()},
        sparse_vectors=tuple(request.sparse_vectors),
        **request.model_dump(include={"name", "description", "language", "text_search", "quantization"}),
    )
    await vectors.store.create(record.id, record.layout)
    await vectors.catalog.save(record)
    return summarize(record, consumer.id)


async def _dimensions(vectors: VectorService, model: str, consumer: Consumer) -> int:
    """Return the dimensions of a model, by a text: it is also the proof that the model works."""
    rows = await vectors.models.embed(model, ["dimensions"], "query", consumer)
    return int(rows.shape[1])
