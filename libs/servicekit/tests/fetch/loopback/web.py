"""A server on loopback that answers raw bytes, a sink that remembers, a resolver with a table."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address

from servicekit.fetch.addresses import Address

Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Memory:
    """A sink that keeps what it gets."""

    content: bytearray = field(default_factory=bytearray)
    largest: int = 0

    async def write(self, chunk: bytes) -> None:
        self.content += chunk
        self.largest = max(self.largest, len(chunk))


@dataclass
class Names:
    """A resolver with a table: each lookup of a name takes the next answer, the last one stays."""

    answers: dict[str, list[list[str]]]
    asked: list[str] = field(default_factory=list)

    async def __call__(self, host: str, _port: int) -> list[Address]:
        self.asked.append(host)
        if host not in self.answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        table = self.answers[host]
        found = table.pop(0) if len(table) > 1 else table[0]
        return [ip_address(entry) for entry in found]


@dataclass
class Server:
    port: int
    requests: list[str] = field(default_factory=list)


@asynccontextmanager
async def serving(
    answer: Answer, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    served = Server(port)
    running: set[asyncio.Task[None]] = set()
    connections: list[asyncio.StreamWriter] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        connections.append(writer)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            served.requests.append(head)
            await answer(head.split(" ")[1], writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client under test hangs up on purpose, or the test is over
        finally:
            writer.close()

    server = await asyncio.start_server(handle, host, port, ssl=tls)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running)
        for connection in connections:
            connection.transport.abort()  # what a client that hung up has not read keeps it open
        await asyncio.sleep(0)


def replying(head: str, body: bytes = b"") -> Answer:
    """Answer every request alike: status line and headers with one line each, then the body."""

    async def answer(_path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)

    return answer
