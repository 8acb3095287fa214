"""Settings of the portal service, FLOWFORGE_PORTAL_*."""

from pydantic import Field, HttpUrl
from pydantic_settings import SettingsConfigDict

from servicekit import Settings


class PortalSettings(Settings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="FLOWFORGE_PORTAL_")

    services: dict[str, HttpUrl] = Field(
        {}, description="Addresses of the services by name, as a JSON object; `flowforge up` sets it."
    )
    refresh_seconds: float = Field(
        60, gt=0, description="How often the documents of running services are read again."
    )
