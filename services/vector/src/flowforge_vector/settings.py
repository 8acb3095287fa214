"""What an operator may set, under FLOWFORGE_VECTOR_*."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from servicekit import Settings

Limit = Annotated[int, Field(ge=1)]


class VectorSettings(Settings):
    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_prefix="FLOWFORGE_VECTOR_",
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    data_dir: Path | None = Field(
        None,
        description="Folder of the embedded store. Without it, and without a Qdrant server, collections are "
        "kept in a temporary folder and are lost when the service stops.",
    )
    shard_processes: int = Field(
        2, ge=1, le=16, description="Processes of the embedded store; collections are spread over them."
    )
    min_free_bytes: int = Field(
        512 << 20, ge=0, description="Free disk space below which the embedded store refuses writes with 507."
    )
    optimize_from_points: int = Field(
        100_000, ge=1000, description="Unindexed points from which a collection gets a search index."
    )
    idle_seconds: float = Field(
        900, gt=0, description="Embedded engines are stopped after this idle time, and started when needed."
    )

    qdrant_url: str | None = Field(
        None, description="Base URL of a Qdrant server, which then keeps the collections: http://qdrant:6333."
    )
    qdrant_api_key: SecretStr | None = Field(None, description="API key of the Qdrant server.")
    qdrant_grpc_port: int | None = Field(
        None, ge=1, le=65_535, description="Port of its gRPC API, which is faster; unset: REST is used."
    )
    qdrant_timeout_seconds: int = Field(30, ge=1, description="Timeout of one call to the Qdrant server.")
    qdrant_shards: int | None = Field(None, ge=1, description="Shards of new collections in a cluster.")
    qdrant_replicas: int | None = Field(None, ge=1, description="Copies of each shard of new collections.")
    qdrant_write_consistency: int | None = Field(
        None, ge=1, description="Copies that must confirm a write to new collections."
    )

    llm_url: str | None = Field(
        None,
        description="Base URL of the platform's llm service, such as http://llm:3006/api/v1/llm: it embeds "
        "texts, ranks and answers. Without it, embedded models embed texts, and nothing answers.",
    )
    llm_api_key: SecretStr | None = Field(
        None, description="Key for `llm_url` where it is a gateway; else the gateway's secret is sent."
    )
    ocr_url: str | None = Field(
        None,
        description="Base URL of the platform's ocr service, such as http://ocr:3004/api/v1/ocr: it reads "
        "scans that are added to collections. Without it they are refused.",
    )
    ocr_api_key: SecretStr | None = Field(
        None, description="Key for `ocr_url` where it is a gateway; else the gateway's secret is sent."
    )
    embeddings_url: str | None = Field(
        None, description="Base URL of another embedding server with OpenAI's HTTP API, instead of llm_url."
    )
    embeddings_api_key: SecretStr | None = Field(None, description="Key for `embeddings_url`.")
    rerank_url: str | None = Field(
        None, description="Base URL of a server with the rerank API of Cohere and Jina: POST <url>/rerank."
    )
    rerank_api_key: SecretStr | None = Field(None, description="Key for `rerank_url`.")
    rerank_model: str | None = Field(None, description="Model for `rerank_url`.")
    embedding_threads: int = Field(
        0, ge=0, description="Threads or processes of an embedded model; 0 means one for each core."
    )
    embedding_cache_bytes: int = Field(
        32 << 20, ge=0, description="Memory for vectors of texts that were embedded before."
    )

    max_collections: int = Field(100, ge=1, description="Collections that one consumer may own.")
    max_points: int = Field(
        2_000_000, ge=1, description="Points that all collections of one consumer may hold together."
    )
    max_collections_by_tier: dict[str, Limit] = Field(
        {},
        description="Likewise by tier, as a JSON object; other tiers have the general limit.",
    )
    max_points_by_tier: dict[str, Limit] = Field(
        {}, description="Likewise by tier, as a JSON object; other tiers have the general limit."
    )

    @model_validator(mode="after")
    def _has_one_source_of_embeddings(self) -> Self:
        if self.embeddings_api_key is not None and self.embeddings_url is None:
            raise ValueError("FLOWFORGE_VECTOR_EMBEDDINGS_API_KEY needs FLOWFORGE_VECTOR_EMBEDDINGS_URL")
        return self

    def collections_of(self, tier: str) -> int:
        """Return how many collections a consumer of *tier* may own."""
        return self.max_collections_by_tier.get(tier, self.max_collections)

    def points_of(self, tier: str) -> int:
        """Return how many points a consumer of *tier* may keep."""
        return self.max_points_by_tier.get(tier, self.max_points)
