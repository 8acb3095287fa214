"""A closed loop of HTTP/1.1 requests over kept-alive connections, bounded in count and time."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import httptools
import uvloop


@dataclass(frozen=True, slots=True)
class Load:
    """One request, sent *requests* times in all over *connections* connections."""

    url: str
    requests: int
    connections: int = 1
    method: str = "POST"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    timeout_seconds: float = 120.0

    def wire(self) -> bytes:
        address = urlsplit(self.url)
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        lines = [f"{self.method} {path} HTTP/1.1", f"host: {address.netloc}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines.append(f"content-length: {len(self.body)}")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


@dataclass(slots=True)
class LoadResult:
    """Statuses counted (0: the connection broke), latencies in seconds, sorted."""

    seconds: float
    statuses: Counter[int]
    latencies: list[float]

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, percent: float) -> float:
        return self.latencies[min(int(len(self.latencies) * percent / 100), len(self.latencies) - 1)]


def run_load(load: Load) -> LoadResult:
    """Send the load and return what came back. Raises TimeoutError past its limit."""
    return uvloop.run(_send(load))


async def _send(load: Load) -> LoadResult:
    address = urlsplit(load.url)
    loop = asyncio.get_running_loop()
    left = [load.requests]
    callers = [_Caller(load.wire(), left) for _ in range(min(load.connections, load.requests))]
    opened = [
        loop.create_connection(partial(_itself, caller), str(address.hostname), address.port or 80)
        for caller in callers
    ]
    await asyncio.gather(*opened)
    started = time.perf_counter()
    for caller in callers:
        caller.ask()
    await asyncio.wait_for(asyncio.gather(*(caller.finished for caller in callers)), load.timeout_seconds)
    seconds = time.perf_counter() - started
    statuses = sum((caller.statuses for caller in callers), Counter[int]())
    latencies = sorted(latency for caller in callers for latency in caller.latencies)
    return LoadResult(seconds, statuses, latencies)


def _itself(caller: "_Caller") -> "_Caller":
    return caller


class _Caller(asyncio.Protocol):
    """One connection: sends the next request when an answer is complete, until none are left."""

    def __init__(self, wire: bytes, left: list[int]) -> None:
        self.statuses: Counter[int] = Counter()
        self.latencies: list[float] = []
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._wire = wire
        self._left = left
        self._asked = 0.0
        self._transport: Any = None
        self._parser = httptools.HttpResponseParser(self)

    def ask(self) -> None:
        if self._left[0] <= 0 or self._transport.is_closing():
            self._finish()
            return
        self._left[0] -= 1
        self._asked = time.perf_counter()
        self._transport.write(self._wire)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        self.latencies.append(time.perf_counter() - self._asked)
        self.statuses[self._parser.get_status_code()] += 1
        self._asked = 0.0
        self._parser = httptools.HttpResponseParser(self)
        self.ask()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the protocol's signature
        if self._asked:
            self.statuses[0] += 1
        self._finish()

    def _finish(self) -> None:
        if not self.finished.done():
            self.finished.set_result(None)
            self._transport.close()
