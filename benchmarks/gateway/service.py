"""The service behind the gateway: a bare ASGI application, so that the gateway's own cost shows."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
_SMALL = b'{"digest":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}'
_CHUNK = bytes(1 << 18)
EVENTS = 100
EVENT_PAUSE_SECONDS = 0.02


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer small JSON; `/down/BYTES` sends that much; `/events` tells the time again and again."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    last = scope["path"].rsplit("/", 1)[-1]
    if last == "events":
        await _events(send)
    elif last.isdigit():
        await _down(send, int(last))
    else:
        await _start(send, b"application/json", len(_SMALL))
        await send({"type": "http.response.body", "body": _SMALL})


async def _down(send: Send, left: int) -> None:
    await _start(send, b"application/octet-stream", left)
    while left > 0:
        piece = _CHUNK[:left]
        left -= len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": left > 0})


async def _events(send: Send) -> None:
    await _start(send, b"text/event-stream", None)
    for _ in range(EVENTS):
        event = f"data: {time.monotonic()}\n\n".encode()
        await send({"type": "http.response.body", "body": event, "more_body": True})
        await asyncio.sleep(EVENT_PAUSE_SECONDS)
    await send({"type": "http.response.body", "body": b""})


async def _start(send: Send, media_type: bytes, size: int | None) -> None:
    headers = [(b"content-type", media_type)]
    if size is not None:
        headers.append((b"content-length", str(size).encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
