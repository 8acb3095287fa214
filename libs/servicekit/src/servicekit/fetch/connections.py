"""Calls from one service of the platform to another: a pool of connections that stay open."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

import httpcore

_CONNECT_SECONDS = 5.0
# uvicorn closes an idle connection after 5 s by default: who may send next must be the one that closes.
_KEEP_ALIVE_SECONDS = 4.0
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


class ServiceConnections:
    """One pool of connections to any number of services, *most* at once."""

    def __init__(self, most: int) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            max_connections=most, max_keepalive_connections=_MOST_IDLE, keepalive_expiry=_KEEP_ALIVE_SECONDS
        )

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
        timeout = {"connect": _CONNECT_SECONDS, "pool": _CONNECT_SECONDS, "read": seconds, "write": seconds}
        lines: list[tuple[bytes | str, bytes | str]] = list((headers or {}).items())
        sent = self._pool.stream(method, url, headers=lines, content=body, extensions={"timeout": timeout})
        try:
            async with sent as answer:
                found = {
                    name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers
                }
                yield ServiceAnswer(answer.status, found, answer.aiter_stream())
        except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout) as error:
            raise NotReached(str(error)) from error
        except _BROKEN as error:
            raise ConnectionCut(str(error)) from error

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._pool.aclose()
