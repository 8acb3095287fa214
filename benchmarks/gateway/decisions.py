"""Ask the decision service as Envoy does: over its Unix socket, one request at a time on each connection."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import httptools
import uvloop

from benchmarks.gateway.stack import Stack
from benchmarks.harness import cpu_seconds


@dataclass(frozen=True)
class Decisions:
    """How many decisions a second, by the clock and by the service's own CPU time."""

    by_clock: float
    by_cpu: float


def measure_decisions(stack: Stack, *, requests: int = 40_000, connections: int = 32) -> Decisions:
    """Ask *requests* times in all."""
    before = cpu_seconds(stack.authz_pid)
    seconds = uvloop.run(_ask(stack, requests, connections))
    return Decisions(requests / seconds, requests / (cpu_seconds(stack.authz_pid) - before))


async def _ask(stack: Stack, requests: int, connections: int) -> float:
    lines = ["POST /api/v1/crypto/hash HTTP/1.1", "host: decisions", "x-flowforge-route: crypto"]
    lines += [f"x-api-key: {stack.key}", "x-request-id: 0", "content-length: 0", "", ""]
    wire = "\r\n".join(lines).encode()
    loop = asyncio.get_running_loop()
    left = [requests]
    callers = [_Caller(wire, left) for _ in range(connections)]
    for caller in callers:
        await loop.create_unix_connection(lambda caller=caller: caller, str(stack.socket))
    started = time.perf_counter()
    for caller in callers:
        caller.ask()
    async with asyncio.timeout(60):
        await asyncio.gather(*(caller.finished for caller in callers))
    return time.perf_counter() - started


class _Caller(asyncio.Protocol):
    def __init__(self, wire: bytes, left: list[int]) -> None:
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._wire = wire
        self._left = left
        self._transport: Any = None
        self._parser = httptools.HttpResponseParser(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        if self._parser.get_status_code() != 200:
            self.finished.set_exception(RuntimeError(f"refused: {self._parser.get_status_code()}"))
            return
        self._parser = httptools.HttpResponseParser(self)
        self.ask()

    def ask(self) -> None:
        if self._left[0] > 0:
            self._left[0] -= 1
            self._transport.write(self._wire)
        else:
            self.finished.set_result(None)
            self._transport.close()
