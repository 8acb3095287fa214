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

    async def notice_end(self) -> None:
        """Wait until it is known whether a process ended. Call it after a connection broke."""
        waiting = [asyncio.ensure_future(server.notice_end()) for server in self.servers if server.pid]
        if waiting:
            _, rest = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for one in rest:
                one.cancel()

    async def close(self) -> None:
        """Stop all processes."""
        for server in self.servers:
            await server.close()
