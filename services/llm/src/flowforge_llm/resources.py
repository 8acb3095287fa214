"""What the service holds open: every model behind one desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from flowforge_llm.core.desk import Desk
from flowforge_llm.core.ledger import Ledger
from flowforge_llm.engines.opening import open_engines
from flowforge_llm.settings import LlmSettings
from servicekit import Resource


@asynccontextmanager
async def _open(settings: LlmSettings) -> AsyncIterator[Desk]:
    """Open the desk. No engine is started before its model is asked for."""
    catalogue = settings.catalogue
    timeout = aiohttp.ClientTimeout(
        total=None, sock_connect=settings.connect_seconds, sock_read=settings.stall_seconds
    )
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=30)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session:
        engines = open_engines(catalogue, settings, session)
        try:
            yield Desk(catalogue, engines, Ledger(catalogue))
        finally:
            for engine in engines.values():
                await engine.close()


def _states(opened: Desk) -> dict[str, str]:
    return {name: engine.state for name, engine in opened.engines.items()}


desk = Resource("desk", _open, _states)
