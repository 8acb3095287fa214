"""Open the endpoint for agents; the MCP server is imported and started by its first request."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import anyio
import httpx
from anyio.abc import TaskGroup, TaskStatus

from flowforge_portal.core.platform import Platform

_SECONDS = 120.0
_SERVING = "flowforge_portal.core.agents.serving"
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


class Endpoint:
    """The endpoint as an ASGI application."""

    def __init__(self, platform: Platform, client: httpx.AsyncClient, tasks: TaskGroup) -> None:
        self._platform = platform
        self._client = client
        self._tasks = tasks
        self._starting = asyncio.Lock()
        self._started: Asgi | None = None

    async def asgi_app(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._starting:
            if self._started is None:
                self._started = await self._tasks.start(self._serve)
        await self._started(scope, receive, send)

    async def _serve(self, *, task_status: TaskStatus[Asgi]) -> None:
        serving = await asyncio.to_thread(import_module, _SERVING)
        manager = serving.make_manager(self._platform, self._client)
        async with manager.run():
            task_status.started(manager.asgi_app)
            await anyio.sleep_forever()


@asynccontextmanager
async def serve_agents(platform: Platform) -> AsyncIterator[Endpoint]:
    """Open the endpoint; calls go to the services directly, as the consumer of the request."""
    async with (
        httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as client,
        anyio.create_task_group() as tasks,
    ):
        yield Endpoint(platform, client, tasks)
        tasks.cancel_scope.cancel()
