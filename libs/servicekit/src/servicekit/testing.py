"""Serve an application over a real socket, for tests: on a thread, or in a process of its own."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from servicekit.context import ANONYMOUS
from servicekit.execution.worker.context import WorkerContext

START_SECONDS = 120.0
_DIRECT = "FLOWFORGE_ALLOW_DIRECT_CALLS"
_SECRET = "FLOWFORGE_GATEWAY_SECRET"  # noqa: S105 - the name of a setting


@contextmanager
def direct_calls() -> Iterator[None]:
    """Run the services started inside without a gateway, as in development; `serve` does this itself.

    Where the environment names the gateway's secret, nothing changes.
    """
    before = os.environ.get(_DIRECT)
    os.environ |= _direct(os.environ)
    try:
        yield
    finally:
        os.environ.pop(_DIRECT, None)
        os.environ |= {_DIRECT: before} if before is not None else {}


def _direct(environment: Mapping[str, str]) -> dict[str, str]:
    return {} if _SECRET in environment or _DIRECT in environment else {_DIRECT: "true"}


@contextmanager
def serve(app: Any) -> Iterator[str]:
    """Run *app* on a free loopback port, on a thread of its own; yield its base URL."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=5
        )
        server = uvicorn.Server(config)
        started = threading.Event()
        thread = threading.Thread(target=_run, args=(server, listener, started), daemon=True)
        with direct_calls():
            thread.start()
            started.wait(START_SECONDS)
        if not started.is_set() or not server.started:
            raise RuntimeError("the application did not start: its log says why")
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)


def _run(server: uvicorn.Server, listener: socket.socket, started: threading.Event) -> None:
    async def tell() -> None:
        while not server.started and not server.should_exit:  # noqa: ASYNC110 - the server offers no event
            await asyncio.sleep(0.005)
        started.set()

    async def both() -> None:
        telling = asyncio.create_task(tell())
        try:
            await server.serve(sockets=[listener])
        except SystemExit:
            server.should_exit = True
        await telling

    asyncio.run(both())


@dataclass(frozen=True, slots=True)
class ServedProcess:
    """A server in a process of its own; *log* is the file of its output."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def log_text(self) -> str:
        return self.log.read_text()


@contextmanager
def serve_process(
    app: str, folder: Path, *, environment: Mapping[str, str] | None = None, prefix: tuple[str, ...] = ()
) -> Iterator[ServedProcess]:
    """Run `uvicorn app` as its users do; *folder* gets its log and spool, *prefix* precedes the command."""
    port = free_port()
    paths = os.pathsep.join(path for path in sys.path if path)
    settings = {"FLOWFORGE_SPOOL_DIR": str(folder / "spool"), "PYTHONPATH": paths, **(environment or {})}
    settings |= _direct(os.environ | settings)
    log = folder / "server.log"
    command = [*prefix, sys.executable, "-m", "uvicorn", app, "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the test names the command
            command, env={**os.environ, **settings}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _await_port(port, process, log)
        yield ServedProcess(f"http://127.0.0.1:{port}", process, log)
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        process.wait()


def events_in(text: str) -> list[tuple[str, Any]]:
    """Return the events of a stream, each with its name and its JSON; comments are left out."""
    frames = [frame.split("\n") for frame in text.strip().split("\n\n") if not frame.startswith(":")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


def worker_context(workspace: Path = Path("/nonexistent"), *, seconds: float = 60.0) -> WorkerContext:
    """Return the Context that a handler gets in a worker process."""
    deadline = time.monotonic() + seconds
    return WorkerContext(ANONYMOUS, "test", deadline, workspace, seconds, send=_ignore)


def _ignore(done: float, total: float, note: str) -> None:
    """Record a progress report."""


def free_port() -> int:
    """Return a free port that is not given to tests running in parallel."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")
