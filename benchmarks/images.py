"""Size of each service's image, time from start to ready, and memory at rest: `python -m benchmarks.images`.

Sizes are those of the installed packages that the image gets; the base image adds about 130 MB.
"""

import tempfile
import time
from pathlib import Path

import httpx
import psutil
from tools.repository import Service, services
from tools.requirements import installed, locked

from benchmarks.harness import Report
from flowforge_gateway.services import load_entries
from servicekit.testing import ServedProcess, serve_process

_MB = 1_000_000
_MIB = 1 << 20
_READY_SECONDS = 60
HEADER = ("service", "packages", "packages, MB", "weights, MB", "seconds to ready", "MiB at rest")


def main() -> None:
    """Measure every service and write the table."""
    report = Report("images", "What an image of each service holds")
    rows = [_row(service) for service in services()]
    report.note(
        "Start and memory are those of the server process, without a request and without its workers."
    )
    report.table("By service", HEADER, sorted(rows))
    report.write()


def _row(service: Service) -> tuple[str, int, int, int, float, int]:
    entry = next(one for one in load_entries() if one.name == service.name)
    own = set(locked(service.folder.name))
    models = {package for one in entry.weights.values() for package in one} - own
    seconds, memory = _started(service)
    return (service.name, len(own), _size(own), _size(models), seconds, memory)


def _size(names: set[str]) -> int:
    """Return the megabytes of installed packages."""
    total = 0
    for name in names:
        found = installed(name)
        for path in (found.files or ()) if found else ():
            located = Path(str(path.locate()))
            total += located.stat().st_size if located.is_file() else 0
    return round(total / _MB)


def _started(service: Service) -> tuple[float, int]:
    """Return the seconds until a service is ready and the memory that it then has."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"FLOWFORGE_GATEWAY_SECRET": "shared with the gateway"}
        began = time.perf_counter()
        with serve_process(f"{service.package}.app:app", Path(folder), environment=environment) as served:
            _await_ready(served)
            seconds = time.perf_counter() - began
            memory = psutil.Process(served.process.pid).memory_info().rss
    return round(seconds, 1), round(memory / _MIB)


def _await_ready(served: ServedProcess) -> None:
    until = time.monotonic() + _READY_SECONDS
    while httpx.get(f"{served.url}/ready").status_code != httpx.codes.OK and time.monotonic() < until:
        time.sleep(0.05)


if __name__ == "__main__":
    main()
