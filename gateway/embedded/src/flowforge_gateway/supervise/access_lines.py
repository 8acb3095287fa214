"""Read Envoy's access log as it is written: pass it on, count usage, feed the metrics."""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from flowforge_gateway.supervise.metrics import RequestMetrics
from flowforge_gateway.supervise.tally import UsageTally

_FIRST_SERVER_ERROR = 500
_TOO_LARGE = 413
_BY_SERVICE = "via_upstream"
_Key = tuple[str, int, bool, str]  # route, status, whether the service answered, consumer


@dataclass(slots=True)
class _Group:
    """Requests that are alike in everything that is counted."""

    received: int = 0
    sent: int = 0
    milliseconds: list[int] = field(default_factory=list)


class AccessLines:
    """Follow the log. *services* names the service of each route."""

    def __init__(self, services: Mapping[str, str], tally: UsageTally, metrics: RequestMetrics) -> None:
        self.services = services
        self._tally = tally
        self._metrics = metrics

    async def follow(self, lines: asyncio.StreamReader) -> None:
        """Take lines until the log ends; what arrived together is passed on and counted together."""
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
        """Count for the consumer. The decision service counts what it refused; here that has no name."""
        if not (consumer and service):
            return
        if status == _TOO_LARGE and not answered:
            self._tally.add(consumer, service, "rejected", count)
            return
        self._tally.add(consumer, service, "requests", count)
        if status >= _FIRST_SERVER_ERROR or status == 0:
            self._tally.add(consumer, service, "errors", count)


def _entries(lines: bytes) -> Iterable[dict[str, Any]]:
    """Parse all lines at once; if one of them is Envoy's own, parse each, and leave that one out."""
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
