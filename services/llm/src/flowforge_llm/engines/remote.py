"""A server that somebody else runs."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from flowforge_llm.core.models.port import EngineState

_PROBE_SECONDS = aiohttp.ClientTimeout(total=1.0)
_FRESH_SECONDS = 2.0
_SERVER_ERROR = 500


class RemoteServer:
    """*health* is looked at without the key: any answer of a client's fault says that a server is there."""

    def __init__(self, url: str, health: str, session: aiohttp.ClientSession) -> None:
        self._url = url.rstrip("/")
        self._health = health
        self._session = session
        self._found: EngineState = "remote"
        self._looked_at = float("-inf")
        self._lock = asyncio.Lock()

    @property
    def state(self) -> EngineState:
        return "remote"

    async def probe(self) -> EngineState:
        async with self._lock:
            if time.monotonic() - self._looked_at > _FRESH_SECONDS:
                self._found = await self._look()
                self._looked_at = time.monotonic()
        return self._found

    @asynccontextmanager
    async def use(self) -> AsyncIterator[str]:
        yield self._url

    async def has_ended(self) -> bool:
        return False

    async def close(self) -> None:
        return

    async def _look(self) -> EngineState:
        try:
            async with self._session.get(self._health, timeout=_PROBE_SECONDS) as response:
                return "reachable" if response.status < _SERVER_ERROR else "unreachable"
        except (aiohttp.ClientError, TimeoutError):
            return "unreachable"
