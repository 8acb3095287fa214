"""System routes: health, readiness, metrics, specification and documentation."""

import asyncio
import gzip
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from servicekit.errors import OperationError
from servicekit.http.request.request_state import RequestState
from servicekit.http.serving.state import State
from servicekit.observe.metrics import Metrics
from servicekit.operations.resources import Detail

PING_SECONDS = 2.0
logger = logging.getLogger(__name__)
METRICS_TYPE = b"text/plain; version=1.0.0; charset=utf-8"
SystemHandler = Callable[[RequestState, State | None], Awaitable[None]]


@dataclass(slots=True)
class System:
    """System endpoints of one service. The documents are built when first asked for, and kept compressed."""

    name: str
    version: str
    metrics: Metrics
    document: Callable[[], dict[str, Any]]
    generator_document: Callable[[], dict[str, Any]]
    page: Callable[[], bytes]
    built: dict[str, bytes] = field(default_factory=dict)

    def routes(self) -> dict[str, SystemHandler]:
        """Handlers by path: at the root for operators, under the service's prefix for the gateway."""
        prefix = f"/api/v1/{self.name}"
        published: dict[str, SystemHandler] = {
            "/health": self.health,
            "/openapi.json": self._built(
                "openapi", lambda: orjson.dumps(self.document()), b"application/json"
            ),
            "/openapi-3.0.json": self._built(
                "openapi-3.0", lambda: orjson.dumps(self.generator_document()), b"application/json"
            ),
            "/docs": self._built("docs", self.page, b"text/html; charset=utf-8"),
        }
        private = {"/ready": self.ready, "/live": self.live, "/metrics": self.show_metrics}
        return published | private | {prefix + path: handler for path, handler in published.items()}

    async def live(self, request: RequestState, state: State | None) -> None:  # noqa: ARG002 - a handler's signature
        await request.respond(200, b'{"status":"ok"}')

    async def ready(self, request: RequestState, state: State | None) -> None:
        if state is None or state.draining:
            await request.respond(503, b'{"status":"stopping"}')
            return
        await request.respond(200, b'{"status":"ok"}')

    async def health(self, request: RequestState, state: State | None) -> None:
        """Ask every connected part. A part away makes the service degraded, not dead: caches fail open."""
        checks = await _checks(state) if state is not None else {}
        failing = [check for check in checks.values() if check["status"] != "ok"]
        body = {
            "status": "degraded" if failing else "ok",
            "service": self.name,
            "version": self.version,
            "uptime": round(time.monotonic() - state.started, 3) if state is not None else 0,
            "checks": checks,
        }
        await request.respond(200, orjson.dumps(body), headers=[(b"cache-control", b"no-store")])

    async def show_metrics(self, request: RequestState, state: State | None) -> None:  # noqa: ARG002 - likewise
        await request.respond(200, self.metrics.render(), media_type=METRICS_TYPE)

    def _built(self, key: str, build: Callable[[], bytes], media_type: bytes) -> SystemHandler:
        async def send(request: RequestState, state: State | None) -> None:  # noqa: ARG001 - likewise
            if key not in self.built:
                self.built[key] = await asyncio.to_thread(lambda: gzip.compress(build(), 6))
            packed = self.built[key]
            if b"gzip" in request.headers.get(b"accept-encoding", b""):
                headers = [(b"content-encoding", b"gzip"), (b"vary", b"accept-encoding")]
                await request.respond(200, packed, media_type=media_type, headers=headers)
            else:
                await request.respond(200, gzip.decompress(packed), media_type=media_type)

        return send


async def _checks(state: State) -> dict[str, dict[str, Any]]:
    pings: dict[str, Callable[[], Awaitable[Detail]]] = {
        "cache": state.cache.ping,
        "store": lambda: asyncio.to_thread(state.store.ping),
        "files": state.files.ping,
        "spool": lambda: asyncio.to_thread(state.spool.ping),
        "workers": state.workers.ping,
    }
    pings |= {name: resource.ping for name, resource in state.resources.by_name.items()}
    results = await asyncio.gather(*(_check(ping) for ping in pings.values()))
    return dict(zip(pings, results, strict=True))


def _public_message(error: Exception) -> str:
    if isinstance(error, OperationError):
        return error.text[:200]
    if isinstance(error, TimeoutError):
        return f"No answer within {PING_SECONDS:g} seconds."
    return "It does not work at present: the log of the service has the details."


async def _check(ping: Callable[[], Awaitable[Detail]]) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        async with asyncio.timeout(PING_SECONDS):
            detail = await ping()
    except Exception as error:
        # This is public: addresses and ports of failed dependencies are logged only.
        logger.warning("a health check failed", exc_info=error)
        return {"status": "failing", "message": _public_message(error)}
    said = {"detail": dict(detail)} if detail else {}
    return {"status": "ok", "milliseconds": round((time.perf_counter() - started) * 1000, 2)} | said
