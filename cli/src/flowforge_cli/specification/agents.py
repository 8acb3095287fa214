"""The operations of a platform at an address, as an MCP server over stdio."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

import httpx
from mcp.server.stdio import stdio_server

from flowforge_agents import Answer, Call, Entry, Request, Row, Selection, send
from flowforge_agents.server import make_server

_SECONDS = 120.0


class _RemoteOperations:
    """What the portal at an address says of its operations."""

    def __init__(self, client: httpx.AsyncClient, address: str) -> None:
        self._client = client
        self._address = address
        self._rows: Sequence[Row] | None = None

    async def rows(self) -> Sequence[Row]:
        if self._rows is None:
            answer = await self._client.get(f"{self._address}/console/catalog.json")
            self._rows = answer.raise_for_status().json()["operations"]
        return self._rows

    async def entry(self, operation_id: str) -> Entry | None:
        name = quote(operation_id, safe="")
        answer = await self._client.get(f"{self._address}/console/ops/{name}.json")
        return dict(answer.json()) if answer.is_success else None


async def serve(address: str, key: str, tools: str) -> None:
    """Serve until the client closes the input. The key goes to *address* alone, as a header."""
    async with httpx.AsyncClient(timeout=_SECONDS) as client:

        async def call(one: Request) -> Answer:
            return await send(client, address.rstrip("/"), one, {"x-api-key": key})

        def call_as(_: Any) -> Call:
            return call

        operations = _RemoteOperations(client, address.rstrip("/"))
        selection = Selection.parse(tools)
        server = make_server(operations, call_as, lambda _: selection, version=version("flowforge-cli"))
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
