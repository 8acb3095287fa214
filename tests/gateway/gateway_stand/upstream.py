"""A service for tests: echoes, streams, sleeps, breaks. Run as `python upstream.py PORT [PORT ...]`.

A real ASGI application on uvicorn, in a process of its own. The last part of the path says what it does.
"""

import asyncio
import hashlib
import json
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import uvicorn
import uvloop
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
_CHUNK = b"x" * (1 << 16)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Do what the last part of the path says."""
    if scope["type"] == "websocket":
        await _socket(receive, send)
        return
    action = scope["path"].rsplit("/", 1)[-1]
    actions = {
        "sse": _events,
        "download": _download,
        "slow": _slow,
        "status": _status,
        "live": _live,
        "break": _break,
    }
    await actions.get(action, _echo)(scope, receive, send)


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    digest, size = await _drain(receive)
    content = {
        "method": scope["method"],
        "path": scope["raw_path"].decode(),
        "query": scope["query_string"].decode(),
        "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in scope["headers"]],
        "port": scope["server"][1],
        "body_bytes": size,
        "body_sha256": digest,
    }
    await _answer(send, 200, json.dumps(content).encode())


async def _events(_scope: Scope, _receive: Receive, send: Send) -> None:
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for number in range(int(_query(_scope, "events", "5"))):
        event = f"id: {number}\ndata: {time.monotonic()}\n\n".encode()
        await send({"type": "http.response.body", "body": event, "more_body": True})
        await asyncio.sleep(float(_query(_scope, "pause", "0.05")))
    await send({"type": "http.response.body", "body": b""})


async def _download(scope: Scope, _receive: Receive, send: Send) -> None:
    left = int(_query(scope, "bytes", "1048576"))
    headers = [(b"content-type", b"application/octet-stream"), (b"content-length", str(left).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    while left > 0:
        chunk = _CHUNK[:left]
        left -= len(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})


async def _slow(scope: Scope, _receive: Receive, send: Send) -> None:
    await asyncio.sleep(float(_query(scope, "seconds", "3")))
    await _answer(send, 200, json.dumps({"slow": True, "port": scope["server"][1]}).encode())


async def _status(scope: Scope, receive: Receive, send: Send) -> None:
    await _drain(receive)
    code = int(_query(scope, "code", "200"))
    extra = [(b"allow", b"POST")] if code == 405 else []
    body = json.dumps({"error": {"code": "OF_THE_SERVICE", "message": "as asked"}}).encode()
    await _answer(send, code, body, extra)


async def _live(_scope: Scope, _receive: Receive, send: Send) -> None:
    await _answer(send, 200, b'{"status":"ok"}')


_BROKEN = {"count": 0}


async def _break(scope: Scope, receive: Receive, send: Send) -> None:
    """Close the connection without an answer, as often as asked; then tell how often that was."""
    await _drain(receive)
    if _BROKEN["count"] < int(_query(scope, "times", "1")):
        _BROKEN["count"] += 1
        scope["abort"]()
        return
    count, _BROKEN["count"] = _BROKEN["count"], 0
    await _answer(send, 200, json.dumps({"broken": count}).encode())


async def _drain(receive: Receive) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while True:
        message = await receive()
        body = message.get("body", b"")
        digest.update(body)
        size += len(body)
        if not message.get("more_body"):
            return digest.hexdigest(), size


async def _answer(
    send: Send, status: int, body: bytes, extra: list[tuple[bytes, bytes]] | None = None
) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        *(extra or []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _socket(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "bytes": message.get("bytes"), "text": message.get("text")})


def _query(scope: Scope, name: str, default: str) -> str:
    return parse_qs(scope["query_string"].decode()).get(name, [default])[0]


class _Abortable(HttpToolsProtocol):
    """Break the connection while the application answers."""

    def on_headers_complete(self) -> None:
        self.scope["abort"] = self.transport.abort  # type: ignore[typeddict-unknown-key]  # for the tests alone
        super().on_headers_complete()


async def serve(ports: list[int]) -> None:
    """Serve on every port until SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    servers = []
    for port in ports:
        config = uvicorn.Config(
            application, port=port, log_level="error", lifespan="off", http=_Abortable, ws="websockets-sansio"
        )
        config.load()
        servers.append(await loop.create_server(_protocol(config), "127.0.0.1", port, backlog=4096))
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await stopped.wait()
    for server in servers:
        server.close()


def _protocol(config: uvicorn.Config) -> Callable[[], asyncio.Protocol]:
    state = ServerState()
    return lambda: _Abortable(config=config, server_state=state, app_state={})


if __name__ == "__main__":
    uvloop.run(serve([int(port) for port in sys.argv[1:]]))
