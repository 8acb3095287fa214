"""What the service keeps of a collection, beside its points."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from flowforge_vector.engines.port import DenseLayout, Distance, IndexType, Layout, Quantization

TEXT_VECTOR, KEYWORD_VECTOR = "text", "keywords"
RESERVED_VECTORS = {TEXT_VECTOR, KEYWORD_VECTOR}
Role = Literal["read", "write", "owner"]
GrantRole = Literal["read", "write"]
TextSearch = Literal["hybrid", "semantic", "keyword", "none"]
CollectionName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", min_length=1, max_length=100)
]
_USUAL_LENGTH = 60.0


class VectorSpec(BaseModel):
    """A dense vector that callers give."""

    model_config = ConfigDict(frozen=True)

    size: int = Field(description="Dimensions of the vectors.")
    distance: Distance = Field(description="How the similarity of two vectors is measured.")
    quantization: Quantization = Field(
        description="How vectors are compressed in memory: less memory for less precision."
    )


class CollectionRecord(BaseModel):
    """One collection. `average_length` is the mean number of distinct words of `length_samples` texts."""

    model_config = ConfigDict(frozen=True)

    id: str
    owner: str
    owner_tier: str = "anonymous"
    name: str
    description: str = ""
    created_at: str
    language: str
    text_search: TextSearch
    model: str | None
    model_dimensions: int | None
    quantization: Quantization = "none"
    vectors: dict[str, VectorSpec] = Field(default_factory=dict)
    sparse_vectors: tuple[str, ...] = ()
    average_length: float = _USUAL_LENGTH
    length_samples: int = 0
    indexes: dict[str, IndexType] = Field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    grants: dict[str, GrantRole] = Field(default_factory=dict)

    @property
    def has_dense_text(self) -> bool:
        return self.text_search in ("hybrid", "semantic")

    @property
    def has_keywords(self) -> bool:
        return self.text_search in ("hybrid", "keyword")

    @property
    def layout(self) -> Layout:
        """The vectors as a store keeps them."""
        dense = {
            name: DenseLayout(one.size, one.distance, one.quantization) for name, one in self.vectors.items()
        }
        if self.has_dense_text and self.model_dimensions is not None:
            dense[TEXT_VECTOR] = DenseLayout(self.model_dimensions, "cosine", self.quantization)
        sparse = dict.fromkeys(self.sparse_vectors, False)
        return Layout(dense, sparse | ({KEYWORD_VECTOR: True} if self.has_keywords else {}))

    def role_of(self, consumer: str) -> Role | None:
        """Return what *consumer* may do; None: not even know of the collection."""
        return "owner" if consumer == self.owner else self.grants.get(consumer)
