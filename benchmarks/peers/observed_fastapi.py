"""The same as bare_fastapi with what an operator adds as middleware: request id, metrics and a log line.

The middleware is plain ASGI: FastAPI's own decorator for middleware costs three times as much.
"""

import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from uuid import uuid4

import orjson
from fastapi import FastAPI
from prometheus_client import Counter, Histogram

from benchmarks.peers.bare_fastapi import app as bare

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

REQUESTS = Counter("peer_requests", "Requests answered.", ["path", "status"])
SECONDS = Histogram("peer_request_seconds", "Time to the whole answer.", ["path"])


class RequestId:
    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        given = dict(scope["headers"]).get(b"x-request-id") or str(uuid4()).encode()
        scope["request_id"] = given

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-request-id", given)]
            await send(message)

        await self.app(scope, receive, with_id)


class Observed:
    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        await self.app(scope, receive, noting)
        seconds = time.perf_counter() - started
        REQUESTS.labels(scope["path"], status).inc()
        SECONDS.labels(scope["path"]).observe(seconds)
        line = {
            "time": time.time(),
            "message": "request",
            "request_id": scope["request_id"].decode(),
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "milliseconds": round(seconds * 1000, 2),
        }
        sys.stderr.buffer.write(orjson.dumps(line) + b"\n")
        sys.stderr.buffer.flush()


app = FastAPI()
app.include_router(bare.router)
app.add_middleware(Observed)
app.add_middleware(RequestId)
