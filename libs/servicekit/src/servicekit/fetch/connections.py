"""Calls from one service of the platform to another: a pool of connections that stay open."""

import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

import httpcore

_CONNECT_SECONDS = 5.0
# uvicorn closes an idle connection after 5 s by default: who may send next must be the one that closes.
_KEEP_ALIVE_SECONDS = 4.0
_CLOSED_SECONDS = 0.2  # what breaks so early on a connection that was open was closed before
_MOST_IDLE = 64
_BROKEN = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


class NotReached(Exception):
    """The service was not reached: nothing was begun."""


class ConnectionCut(Exception):
    """The connection broke, or nothing came in time, while the service worked."""


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """The head of an answer, with names of headers in lower case, and its body piece by piece."""

    status: int
    headers: Mapping[str, str]
    pieces: AsyncIterator[bytes]


def _texts(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}


class ServiceConnections:
    """Connections to any number of services, which stay open between calls.

    Who calls limits how many there are. They are kept in stacks: a pool that looks through all of its
    connections costs more than the call.
    """

    def __init__(self) -> None:
        self._idle: dict[tuple[bytes, bytes, int], list[httpcore.AsyncHTTPConnection]] = {}

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        seconds: float,
    ) -> AsyncIterator[ServiceAnswer]:
        """Send a request; *seconds* bounds each wait for the service. Raises NotReached or ConnectionCut."""
        target = httpcore.URL(url)
        lines = [("host", url.split("/", 3)[2]), ("content-length", str(len(body))), *(headers or {}).items()]
        timeout = {"connect": _CONNECT_SECONDS, "read": seconds, "write": seconds}
        request = httpcore.Request(
            method, target, headers=lines, content=body, extensions={"timeout": timeout}
        )
        try:
            connection, answer = await self._send(request, target.origin)
            try:
                yield ServiceAnswer(answer.status, _texts(answer.headers), answer.aiter_stream())
            finally:
                await answer.aclose()
                await self._give_back(target.origin, connection)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            raise NotReached(str(error)) from error
        except _BROKEN as error:
            raise ConnectionCut(str(error)) from error

    async def _send(
        self, request: httpcore.Request, origin: httpcore.Origin
    ) -> tuple[httpcore.AsyncHTTPConnection, httpcore.Response]:
        """Send the request, on a new connection if the service has just closed the one that was open."""
        used = await self._take(origin)
        if used is not None:
            began = time.monotonic()
            try:
                return used, await used.handle_async_request(request)
            except (httpcore.NetworkError, httpcore.RemoteProtocolError):
                if time.monotonic() > began + _CLOSED_SECONDS:
                    raise
        connection = httpcore.AsyncHTTPConnection(origin, keepalive_expiry=_KEEP_ALIVE_SECONDS)
        try:
            return connection, await connection.handle_async_request(request)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            if used is None:
                raise
            raise httpcore.ReadError(str(error)) from error  # the request may be what ended the service

    async def _take(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection | None:
        """Return the connection that was used last, if one is open still."""
        idle = self._idle.get(_key(origin), [])
        while idle:
            connection = idle.pop()
            if not connection.has_expired():
                return connection
            await connection.aclose()
        return None

    async def _give_back(self, origin: httpcore.Origin, connection: httpcore.AsyncHTTPConnection) -> None:
        idle = self._idle.setdefault(_key(origin), [])
        if connection.is_idle() and len(idle) < _MOST_IDLE:
            idle.append(connection)
        else:
            await connection.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for idle in self._idle.values():
            for connection in idle:
                await connection.aclose()
        self._idle.clear()


def _key(origin: httpcore.Origin) -> tuple[bytes, bytes, int]:
    return origin.scheme, origin.host, origin.port
