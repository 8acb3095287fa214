"""Several child processes of one model, for engines that are best run with one thread each."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from flowforge_embeddings.children import ChildServer, ChildState

_ORDER: tuple[ChildState, ...] = ("loaded", "starting", "failed", "unloaded")


class ChildPool:
    """Sends each request to the least busy process. A process is started only when the others are in use."""

    def __init__(self, servers: Sequence[ChildServer]) -> None:
        self.servers = tuple(servers)

    @property
    def state(self) -> ChildState:
        """The best state of any process."""
        states = {server.state for server in self.servers}
        return next(state for state in _ORDER if state in states)

    @asynccontextmanager
    async def use(self) -> AsyncIterator[str]:
        """Yield the base URL of one process, which is not stopped meanwhile. Raises ChildUnavailable."""
        async with min(self.servers, key=lambda server: server.users).use() as url:
            yield url

    async def has_ended(self) -> bool:
        """Return whether a process ended, after a short wait. Call it when a connection broke."""
        return any(await asyncio.gather(*(server.has_ended() for server in self.servers)))

    async def close(self) -> None:
        """Stop all processes."""
        for server in self.servers:
            await server.close()
