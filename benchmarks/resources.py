"""Memory and processor time of each service at rest and at work: `python -m benchmarks.resources`.

At work: the example of every operation that succeeds alone, from four callers at once, for some seconds.
"""

import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
import psutil
from tools.repository import Service, services

from benchmarks.harness import Report
from flowforge_gateway.services import load_entries
from servicekit.testing import serve_process

_MIB = 1 << 20
_REST_SECONDS, _WORK_SECONDS, _PAUSE_SECONDS = 2.0, 8.0, 0.2
_CALLERS = 4
HEADER = (
    "service",
    "at rest, MiB",
    "at rest, cores",
    "at work, MiB",
    "at work, cores",
    "ms of processor a request",
    "requested, MiB",
)
_UNITS = {"Mi": 1, "Gi": 1024}


def main() -> None:
    """Measure every service and write the table."""
    report = Report("resources", "Memory and processor time of each service")
    report.note(
        "Process trees: the server and its workers, four at the most. At work: the examples of its "
        f"operations, from {_CALLERS} callers at once, for {_WORK_SECONDS:g} s; the highest memory. The last "
        "column is what gateway/services.yml requests on Kubernetes."
    )
    report.table("By service", HEADER, sorted(_row(service) for service in services()))
    report.write()


def _row(service: Service) -> tuple[object, ...]:
    entry = next(one for one in load_entries() if one.name == service.name)
    requested = int(entry.memory[:-2]) * _UNITS[entry.memory[-2:]]
    with tempfile.TemporaryDirectory(prefix="ffbench") as name:
        folder = Path(name)
        settings = {"FLOWFORGE_STORE_URL": f"sqlite:///{folder}/store", "FLOWFORGE_PROCESSES": "4"}
        with (
            serve_process(f"{service.package}.app:app", folder, environment=settings) as served,
            httpx.Client(base_url=served.url, timeout=60) as client,
        ):
            watch = _Watch(served.process.pid)
            time.sleep(_REST_SECONDS)
            rest, before = watch.memory(), watch.seconds()
            time.sleep(_REST_SECONDS)
            idle = (watch.seconds() - before) / _REST_SECONDS
            calls = [call for call in _calls(client) if _send(client, *call)]
            count, peak, used = _work(client, calls, watch)
    cost = 1000 * used / count if count else 0.0
    return (service.name, rest, idle, peak, used / _WORK_SECONDS, cost, requested)


class _Watch:
    """The processes of a service."""

    def __init__(self, pid: int) -> None:
        self._server = psutil.Process(pid)

    def _each(self) -> Iterator[psutil.Process]:
        yield from (self._server, *self._server.children(recursive=True))

    def memory(self) -> int:
        """Return MiB; memory that processes share counts once."""
        return round(sum(self._unique(one) for one in self._each()) / _MIB)

    def _unique(self, process: psutil.Process) -> int:
        try:
            return int(process.memory_full_info().pss)
        except psutil.Error:
            return 0

    def seconds(self) -> float:
        """Return the processor time so far, with that of workers that have ended."""
        total = 0.0
        for one in self._each():
            try:
                times = one.cpu_times()
            except psutil.Error:
                continue
            total += times.user + times.system + times.children_user + times.children_system
        return total


Call = tuple[str, str, Any]


def _calls(client: httpx.Client) -> Iterator[Call]:
    """Yield method, path and JSON of each example that needs nothing but the service."""
    document = client.get("/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            content = described.get("requestBody", {}).get("content", {}).get("application/json", {})
            if "{" in path:
                continue
            if "example" in content and "x-example-needs" not in described:
                yield method.upper(), path, content["example"]
            elif method == "get":
                yield "GET", path, None


def _send(client: httpx.Client, method: str, path: str, body: Any) -> bool:
    try:
        return client.request(method, path, json=body).is_success
    except httpx.HTTPError:
        return False


def _work(client: httpx.Client, calls: list[Call], watch: _Watch) -> tuple[int, int, float]:
    """Return how many requests were answered, the highest memory in MiB, and the processor time."""
    until, before, peak = time.monotonic() + _WORK_SECONDS, watch.seconds(), 0
    turn, lock = cycle(calls), threading.Lock()

    def ask() -> int:
        count = 0
        while calls and time.monotonic() < until:
            with lock:
                call = next(turn)
            count += _send(client, *call)
        return count

    with ThreadPoolExecutor(_CALLERS) as callers:
        running = [callers.submit(ask) for _ in range(_CALLERS)]
        while time.monotonic() < until:
            peak = max(peak, watch.memory())
            time.sleep(_PAUSE_SECONDS)
        return sum(one.result() for one in running), peak, watch.seconds() - before


if __name__ == "__main__":
    main()
