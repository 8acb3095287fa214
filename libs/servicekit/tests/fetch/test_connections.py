"""Calls from service to service: what was never begun is told from what broke off."""

import asyncio
from contextlib import suppress

import pytest

from servicekit import ConnectionCut, NotReached, ServiceConnections
from servicekit.testing import free_port

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n"


async def asked(answer: bytes) -> tuple[int, dict[str, str], bytes]:
    """Ask a server that sends *answer* and closes the connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, ServiceConnections() as connections:
        url = f"http://127.0.0.1:{port}/"
        async with connections.stream("GET", url, headers={"X-A": "b"}, seconds=10.0) as found:
            return found.status, dict(found.headers), b"".join([piece async for piece in found.pieces])


async def test_an_answer_comes_with_its_head() -> None:
    headers = {"content-type": "text/plain", "content-length": "5"}
    assert await asked(OK + b"hello") == (200, headers, b"hello")


@pytest.mark.parametrize("answer", [b"", OK + b"hel", b"HTTP/1.1 nonsense\r\n\r\n"])
async def test_an_answer_that_breaks_off(answer: bytes) -> None:
    with pytest.raises(ConnectionCut):
        await asked(answer)


async def test_a_service_that_is_not_there() -> None:
    async with ServiceConnections() as connections:
        with pytest.raises(NotReached):
            async with connections.stream(
                "POST", f"http://127.0.0.1:{free_port()}/", body=b"{}", seconds=10.0
            ):
                pass


async def test_a_connection_that_the_service_has_closed_is_replaced() -> None:
    requests = opened = 0
    closed: asyncio.Queue[None] = asyncio.Queue()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests, opened
        opened += 1
        with suppress(asyncio.IncompleteReadError):  # the client closed the connection
            while True:
                await reader.readuntil(b"\r\n\r\n")
                requests += 1
                if requests == 2:
                    break  # as a server that has just given up an idle connection
                writer.write(OK + b"hello")
                await writer.drain()
        writer.close()
        await writer.wait_closed()
        closed.put_nowait(None)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    async with server:
        async with ServiceConnections() as connections:
            for _ in range(2):
                async with connections.stream("GET", url, seconds=10.0) as found:
                    assert b"".join([piece async for piece in found.pieces]) == b"hello"
        for _ in range(opened):
            await closed.get()
    assert requests == 3
