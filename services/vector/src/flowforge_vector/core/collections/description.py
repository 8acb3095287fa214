"""What operations return about a collection."""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_vector.engines.catalog.record import (
    CollectionRecord,
    GrantRole,
    Role,
    TextSearch,
    VectorSpec,
)
from flowforge_vector.engines.port import CollectionState, IndexType


class CollectionSummary(BaseModel):
    id: str = Field(description="Address of the collection for those with whom it is shared.")
    name: str = Field(description="Name of the collection in paths.")
    description: str = Field(description="What the collection is for, in the words of its owner.")
    role: Role = Field(description="What you may do with it.")
    owner: str = Field(description="Id of the consumer that owns it.")
    created_at: str = Field(description="When it was created, in UTC.")
    language: str = Field(description="Language of the texts, for the keyword search.")
    text_search: TextSearch = Field(description="How its texts can be searched.")
    model: str | None = Field(description="Embedding model of its texts.")
    dimensions: int | None = Field(description="Dimensions of that model's vectors.")
    vectors: dict[str, VectorSpec] = Field(description="Dense vectors that callers give.")
    sparse_vectors: list[str] = Field(description="Names of its sparse vectors.")
    indexes: dict[str, IndexType] = Field(description="Indexed payload fields.")
    aliases: list[str] = Field(description="Other names of the collection.")
    grants: dict[str, GrantRole] = Field(description="Consumers with whom you share it.")


class CollectionDetails(CollectionSummary):
    points: int = Field(description="Points of the collection.")
    segments: int = Field(description="Parts in which the engine keeps the points.")
    indexed_vectors: int = Field(
        description="Vectors that are in the index already; the others are searched one by one."
    )
    bytes_on_disk: int | None = Field(
        description="Space that the collection takes; null where the engine does not tell it."
    )
    status: str = Field(description="`ready`, or `optimizing` while an index is built beside it.")


def summarize(record: CollectionRecord, consumer: str) -> CollectionSummary:
    """Return what *consumer* may see. Aliases and grants are the owner's matter."""
    return CollectionSummary(**_fields(record, consumer))


def describe(record: CollectionRecord, state: CollectionState, consumer: str) -> CollectionDetails:
    """Likewise, with the figures of the store."""
    return CollectionDetails(
        **_fields(record, consumer),
        points=state.points,
        segments=state.segments,
        indexed_vectors=state.indexed_vectors,
        bytes_on_disk=state.bytes_on_disk,
        status=state.status,
    )


def _fields(record: CollectionRecord, consumer: str) -> dict[str, Any]:
    role = record.role_of(consumer)
    is_owner = role == "owner"
    return {
        "id": record.id,
        "name": record.name,
        "description": record.description,
        "role": role,
        "owner": record.owner,
        "created_at": record.created_at,
        "language": record.language,
        "text_search": record.text_search,
        "model": record.model,
        "dimensions": record.model_dimensions,
        "vectors": record.vectors,
        "sparse_vectors": list(record.sparse_vectors),
        "indexes": record.indexes,
        "aliases": list(record.aliases) if is_owner else [],
        "grants": record.grants if is_owner else {},
    }
