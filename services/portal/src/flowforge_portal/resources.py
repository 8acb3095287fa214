"""The platform: it collects the services' documents for as long as the portal runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from flowforge_portal.core.platform import Platform
from flowforge_portal.settings import PortalSettings
from servicekit import Resource


@asynccontextmanager
async def _collect(settings: PortalSettings) -> AsyncIterator[Platform]:
    addresses = {name: str(url).rstrip("/") for name, url in settings.services.items()}
    async with Platform(addresses, settings.refresh_seconds).running() as running:
        yield running


def _ping(opened: Platform) -> dict[str, str]:
    return dict.fromkeys(opened.away, "away")


platform = Resource("platform", _collect, ping=_ping)
