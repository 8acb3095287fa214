"""Read Envoy's access log as it is written: forward it, and count usage and metrics."""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from flowforge_gateway.supervise.metrics import RequestMetrics
from flowforge_gateway.supervise.usage_counter import UsageCounter

_FIRST_SERVER_ERROR = 500
_TOO_LARGE = 413
_BY_SERVICE = "via_upstream"
_Key = tuple[str, int, bool, str]  # route, status, whether the service answered, consumer


@dataclass(slots=True)
class _Group:
    """Totals of requests that have equal labels."""

    received: int = 0
    sent: int = 0
    milliseconds: list[int] = field(default_factory=list)


class AccessLines:
    """Reads the log. *services* maps route names to services."""

    def __init__(self, services: Mapping[str, str], usage: UsageCounter, metrics: RequestMetrics) -> None:
        self.services = services
        self._usage = usage
        self._metrics = metrics

    async def follow(self, lines: asyncio.StreamReader) -> None:
        """Read until the log ends. Lines that arrive together are forwarded and counted together."""
        rest = b""
        while chunk := await lines.read(1 << 18):
            complete, _, rest = (rest + chunk).rpartition(b"\n")
            if complete:
                sys.stdout.buffer.write(complete + b"\n")
                sys.stdout.buffer.flush()
                self._take(complete)

    def _take(self, lines: bytes) -> None:
        groups: defaultdict[_Key, _Group] = defaultdict(_Group)
        for entry in _entries(lines):
            status = entry["status"] or 0
            answered = entry["details"] == _BY_SERVICE
            group = groups[entry["route"] or "", status, answered, entry["consumer"] or ""]
            group.received += entry["bytes_in"] or 0
            group.sent += entry["bytes_out"] or 0
            group.milliseconds.append(entry["milliseconds"] or 0)
        for (route, status, answered, consumer), group in groups.items():
            service = self.services.get(route, "")
            self._count(consumer, service, status, len(group.milliseconds), answered=answered)
            self._metrics.observe(
                service=service,
                route=route,
                code=status,
                from_service=answered,
                consumer=consumer,
                received=group.received,
                sent=group.sent,
                milliseconds=group.milliseconds,
            )

    def _count(self, consumer: str, service: str, status: int, count: int, *, answered: bool) -> None:
        """Count for the consumer. Requests rejected by the decision service are counted there."""
        if not (consumer and service):
            return
        if status == _TOO_LARGE and not answered:
            self._usage.add(consumer, service, "rejected", count)
            return
        self._usage.add(consumer, service, "requests", count)
        if status >= _FIRST_SERVER_ERROR or status == 0:
            self._usage.add(consumer, service, "errors", count)


def _entries(lines: bytes) -> Iterable[dict[str, Any]]:
    """Parse all lines at once. If one is not JSON (Envoy's own output), parse them one by one and skip it."""
    try:
        found: list[dict[str, Any]] = orjson.loads(b"[" + lines.replace(b"\n", b",") + b"]")
    except orjson.JSONDecodeError:
        return list(_single_entries(lines))
    return found


def _single_entries(lines: bytes) -> Iterable[dict[str, Any]]:
    for line in lines.split(b"\n"):
        try:
            yield orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
