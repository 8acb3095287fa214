"""Streamable HTTP for agents: each request stands alone, so that any replica answers it."""

from collections.abc import Sequence
from typing import Any

import httpx
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from flowforge_agents import Answer, Call, Entry, Request, Row, Selection, send
from flowforge_agents.server import make_server
from flowforge_portal.core.platform import Platform

# Who the gateway says is calling: a service believes it only together with the gateway's secret.
_IDENTITY = ("x-gateway-secret", "x-user-id", "x-consumer-username", "x-consumer-tier")


class _PlatformOperations:
    """The operations of the services that run."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    async def rows(self) -> Sequence[Row]:
        rows: Sequence[Row] = (await self._platform.snapshot()).catalog["operations"]
        return rows

    async def entry(self, operation_id: str) -> Entry | None:
        snapshot = await self._platform.snapshot()
        return snapshot.entry(operation_id) if operation_id in snapshot.entries else None


def make_manager(platform: Platform, client: httpx.AsyncClient) -> StreamableHTTPSessionManager:
    """Return the sessions of agents, which are served while its `run` lasts."""

    def call_as(request: Any) -> Call:
        headers = {name: value for name in _IDENTITY if (value := request.headers.get(name))}

        async def call(one: Request) -> Answer:
            service = one.operation.partition(".")[0]
            return await send(client, platform.addresses[service], one, headers)

        return call

    def choose(request: Any) -> Selection:
        return Selection.parse(request.query_params.get("tools", ""))

    return StreamableHTTPSessionManager(
        make_server(_PlatformOperations(platform), call_as, choose), stateless=True
    )
