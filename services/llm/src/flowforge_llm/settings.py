"""What an operator may set, under FLOWFORGE_LLM_*."""

import os
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from flowforge_llm.core.catalog import Catalog, load_catalog
from servicekit import Settings


class LlmSettings(Settings):
    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_prefix="FLOWFORGE_LLM_", env_ignore_empty=True
    )

    models_file: Path | None = Field(
        None,
        description="TOML file of models, tiers and budgets; without it: the embedded models alone.",
    )
    idle_seconds: float = Field(
        900,
        gt=0,
        description="An embedded engine that nobody used for so long is stopped until it is needed.",
    )
    start_seconds: float = Field(
        60, gt=0, description="Longest wait for an embedded engine to load its model."
    )
    threads: int = Field(0, ge=0, description="Threads of an embedded engine; 0: one for each core.")
    connect_seconds: float = Field(5, gt=0, description="Longest wait for a connection to an engine.")
    stall_seconds: float = Field(
        120, gt=0, description="Longest silence of an engine within one answer, its first token included."
    )

    response_days: float = Field(
        30, gt=0, description="How long responses are kept, for later ones to go on from."
    )

    semantic_cache_similarity: float | None = Field(
        None,
        ge=0.8,
        le=1,
        description="From this cosine of embeddings on, chats that ask for the cache are answered as a "
        "similar question of the same consumer was; never if unset.",
    )

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        """Refuse to start with a file that holds mistakes, and name them all."""
        _ = self.catalog
        return self

    @cached_property
    def catalog(self) -> Catalog:
        return load_catalog(self.models_file, os.environ)
