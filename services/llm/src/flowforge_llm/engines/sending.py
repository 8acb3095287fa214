"""Send a request, once more where the server had just closed the idle connection that was taken for it.

A server may close an idle connection at any time, also while a request is on its way to it. That request has
not been read, so it is sent again, once, on a new one. A connection that broke later, or was new, is a
failure: the request may have been the cause.
"""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

_RACE_SECONDS = 0.5


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
    sent = _Sent(time.monotonic())
    try:
        response = await session.post(address, data=body, headers=headers, trace_request_ctx=sent)
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as broken:
        if not sent.is_reused or time.monotonic() - sent.began > _RACE_SECONDS:
            raise
        try:
            response = await session.post(address, data=body, headers=headers)
        except aiohttp.ClientConnectorError:
            raise broken from None  # nobody is there any more: it was no race
    async with response:
        yield response
