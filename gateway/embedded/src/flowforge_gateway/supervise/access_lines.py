"""Read Envoy's access log as it is written: pass it on, count usage, feed the metrics."""

import asyncio
import sys
from collections.abc import Mapping
from typing import Any

import orjson

from flowforge_gateway.supervise.metrics import RequestMetrics
from flowforge_gateway.supervise.tally import UsageTally

_FIRST_SERVER_ERROR = 500
_TOO_LARGE = 413
_BY_SERVICE = "via_upstream"


class AccessLines:
    """Follow the log. *services* names the service of each route."""

    def __init__(self, services: Mapping[str, str], tally: UsageTally, metrics: RequestMetrics) -> None:
        self.services = services
        self._tally = tally
        self._metrics = metrics

    async def follow(self, lines: asyncio.StreamReader) -> None:
        """Take lines until the log ends; what arrived together is passed on together."""
        rest = b""
        while chunk := await lines.read(1 << 16):
            complete, _, rest = (rest + chunk).rpartition(b"\n")
            if complete:
                sys.stdout.buffer.write(complete + b"\n")
                sys.stdout.buffer.flush()
                for line in complete.split(b"\n"):
                    self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            entry = orjson.loads(line)
        except orjson.JSONDecodeError:
            return  # a line of Envoy's own
        route = entry.get("route") or ""
        service = self.services.get(route, "")
        self._count(entry, service)
        self._metrics.observe(
            service=service,
            route=route,
            code=entry["status"] or 0,
            from_service=entry["details"] == _BY_SERVICE,
            consumer=entry["consumer"] or "",
            received=entry["bytes_in"] or 0,
            sent=entry["bytes_out"] or 0,
            milliseconds=entry["milliseconds"] or 0,
        )

    def _count(self, entry: dict[str, Any], service: str) -> None:
        """Count for the consumer. The decision service counts what it turned away; here it has no name."""
        consumer, status = entry["consumer"], entry["status"]
        if not (consumer and service):
            return
        if status == _TOO_LARGE and entry["details"] != _BY_SERVICE:
            self._tally.add(consumer, service, "rejected")
            return
        self._tally.add(consumer, service, "requests")
        if status >= _FIRST_SERVER_ERROR or status == 0:
            self._tally.add(consumer, service, "errors")
