"""What an operator may set, under FLOWFORGE_LLM_*."""

import os
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from flowforge_llm.core.models.catalog import Catalog, load_catalog
from servicekit import Settings


class LlmSettings(Settings):
    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_prefix="FLOWFORGE_LLM_", env_ignore_empty=True
    )

    models_file: Path | None = Field(
        None,
        description="TOML file with models, tiers and budgets. Without it, only embedded models exist.",
    )
    idle_seconds: float = Field(
        900,
        gt=0,
        description="An embedded engine is stopped after this idle time, and started again when needed.",
    )
    start_seconds: float = Field(60, gt=0, description="Timeout for an embedded engine to load its model.")
    threads: int = Field(0, ge=0, description="Threads of an embedded engine; 0 means one for each core.")
    connect_seconds: float = Field(5, gt=0, description="Timeout for connecting to an engine.")
    stall_seconds: float = Field(
        120,
        gt=0,
        description="Longest time without data from an engine, including the time to the first token.",
    )

    response_days: float = Field(30, gt=0, description="Days for which responses are stored.")

    semantic_cache_similarity: float | None = Field(
        None,
        ge=0.8,
        le=1,
        description="Cosine similarity from which chats with `cache` get the answer to a "
        "similar question of the same consumer; unset: never.",
    )

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        """Refuse to start with a file that holds mistakes, and name them all."""
        _ = self.catalog
        return self

    @cached_property
    def catalog(self) -> Catalog:
        return load_catalog(self.models_file, os.environ)
