"""Requests over connections that servers close, by real servers on real sockets."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest

from flowforge_llm.engines.http import send, tracing

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


class Closing:
    """Answers the first request of each connection where *answers* says so, then closes on the next one."""

    def __init__(self, answers: Callable[[int], bool]) -> None:
        self._answers = answers
        self.connections = self.requests = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if self._answers(self.connections):
            await self._read(reader)
            writer.write(ANSWER)
            await writer.drain()
        await self._read(reader)
        writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return
        await reader.readexactly(2)
        self.requests += 1


@asynccontextmanager
async def opened(closing: Closing) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    server = await asyncio.start_server(closing.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, aiohttp.ClientSession(trace_configs=[tracing()]) as session:
        yield session, f"http://127.0.0.1:{port}/"


async def post(session: aiohttp.ClientSession, address: str) -> bytes:
    async with send(session, address, b"{}", {}) as response:
        return await response.read()


async def test_an_idle_connection_that_was_just_closed_costs_no_request() -> None:
    closing = Closing(lambda _: True)
    async with opened(closing) as (session, address):
        assert await post(session, address) == b"ok"
        assert await post(session, address) == b"ok"
    assert (closing.connections, closing.requests) == (2, 3)


async def test_a_new_connection_that_breaks_is_not_tried_again() -> None:
    closing = Closing(lambda _: False)
    async with opened(closing) as (session, address):
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await post(session, address)
    assert closing.connections == 1


async def test_all_idle_connections_may_have_been_closed() -> None:
    """As many requests at once as there are idle connections, each of which the server closes unread."""
    closing = Closing(lambda _: True)
    async with opened(closing) as (session, address):
        for _ in range(3):
            answers = await asyncio.gather(*(post(session, address) for _ in range(8)))
            assert answers == [b"ok"] * 8
        assert await post(session, address) == b"ok"


async def test_a_new_connection_that_breaks_after_idle_ones_ends_the_tries() -> None:
    closing = Closing(lambda number: number == 1)
    async with opened(closing) as (session, address):
        assert await post(session, address) == b"ok"
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await post(session, address)
    assert closing.connections == 2
