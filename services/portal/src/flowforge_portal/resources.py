"""The platform: its services' documents, collected while the portal runs, and its endpoint for agents."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from flowforge_portal.core.agents import Endpoint, serve_agents
from flowforge_portal.core.platform import Platform
from flowforge_portal.settings import PortalSettings
from servicekit import Resource


@dataclass(frozen=True, slots=True)
class Portal:
    """What is open while the portal runs."""

    platform: Platform
    agents: Endpoint


@asynccontextmanager
async def _open(settings: PortalSettings) -> AsyncIterator[Portal]:
    addresses = {name: str(url).rstrip("/") for name, url in settings.services.items()}
    async with (
        Platform(addresses, settings.refresh_seconds).running() as running,
        serve_agents(running) as agents,
    ):
        yield Portal(running, agents)


def _ping(opened: Portal) -> dict[str, str]:
    return dict.fromkeys(opened.platform.away, "away")


platform = Resource("platform", _open, ping=_ping)
