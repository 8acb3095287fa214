"""What an operator may set, under FLOWFORGE_JOBS_*."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from servicekit import Settings

Weight = Annotated[int, Field(ge=1, le=1000)]
_WEIGHTS = {"free": 1, "basic": 2, "pro": 4, "enterprise": 8}


class JobsSettings(Settings):
    """Read by the service, by workers and by the scheduler."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_prefix="FLOWFORGE_JOBS_", env_ignore_empty=True
    )

    database_url: str | None = Field(
        None,
        pattern="^(sqlite:///|postgresql://)",
        description="Where jobs are recorded: sqlite:///path/to/file or postgresql://user:password@host/name.",
    )
    synchronous: Literal["NORMAL", "FULL"] = Field(
        "NORMAL",
        description="Durability of SQLite: with NORMAL, a crash of the machine may lose the latest jobs.",
    )
    broker_url: str | None = Field(
        None,
        pattern="^rediss?://",
        description="Redis or Valkey that wakes workers; it must not evict keys without expiry.",
    )
    services: dict[str, str] = Field(
        {},
        description="Addresses of the services that run operations, as a JSON object of name and URL.",
    )
    gateway_secret: SecretStr | None = Field(
        None,
        validation_alias="FLOWFORGE_GATEWAY_SECRET",
        description="Shared with the gateway: workers call services with it.",
    )
    master_key: SecretStr | None = Field(
        None,
        description="Secret from which the signing secrets of webhooks are derived; without it they follow "
        "from the gateway's secret.",
    )
    weights: dict[str, Weight] = Field(
        _WEIGHTS, description="Share of the workers that a consumer gets, by tier, as a JSON object."
    )
    concurrency: int = Field(16, ge=1, le=256, description="Jobs that one worker runs at once.")
    lease_seconds: float = Field(
        3.0, ge=1.0, le=60.0, description="Silence after which a worker is taken for lost."
    )
    stop_seconds: float = Field(
        8.0, ge=0.0, description="How long a worker lets its jobs run on after SIGTERM."
    )
    max_result_bytes: int = Field(
        8 << 20,
        ge=1,
        description="Largest result that the database keeps, as JSON. Larger ones go to the file store.",
    )
    max_result_file_bytes: int = Field(
        256 << 20, ge=1, description="Largest result of a job that is kept in the file store."
    )
    spool_dir: Path | None = Field(
        None,
        validation_alias="FLOWFORGE_SPOOL_DIR",
        description="Folder for large results while they arrive; the system's temporary folder by default.",
    )

    def weight_of(self, tier: str) -> int:
        return (_WEIGHTS | self.weights).get(tier, 1)
