"""Send a request again where the server had just closed the idle connection that was taken for it.

A server may close an idle connection at any time, also while a request is on its way to it. That request has
not been read, so it is sent again. The next connection of the pool may be as dead, if the server closed them
all, so tries go on until one is on a new connection. A connection that broke later, or was new, is a failure:
the request may have been the cause.
"""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

RACE_SECONDS = 0.5


@dataclass(slots=True)
class _Sent:
    began: float
    is_reused: bool = False


def tracing() -> aiohttp.TraceConfig:
    """Return what a session must be opened with, so that it tells which connections were idle ones."""
    config = aiohttp.TraceConfig()

    async def reused(_session: object, context: object, _parameters: object) -> None:
        sent = getattr(context, "trace_request_ctx", None)
        if isinstance(sent, _Sent):
            sent.is_reused = True

    config.on_connection_reuseconn.append(reused)
    return config


@asynccontextmanager
async def send(
    session: aiohttp.ClientSession, address: str, body: bytes, headers: Mapping[str, str]
) -> AsyncIterator[aiohttp.ClientResponse]:
    """Yield the response once its headers are here; leaving hangs up if it was not read to its end."""
    async with await _post(session, address, body, headers) as response:
        yield response


async def _post(
    session: aiohttp.ClientSession, address: str, body: bytes, headers: Mapping[str, str]
) -> aiohttp.ClientResponse:
    """Return the response. Each dead connection leaves the pool, so the last try is on a new one."""
    while True:
        sent = _Sent(time.monotonic())
        try:
            return await session.post(address, data=body, headers=headers, trace_request_ctx=sent)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
            if not sent.is_reused or time.monotonic() - sent.began > RACE_SECONDS:
                raise
