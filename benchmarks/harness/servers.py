"""An ASGI application in a server process of its own, on a free loopback port."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servicekit.testing import free_port

START_SECONDS = 30.0
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    host: str
    port: int
    pid: int


@contextmanager
def serve_app(
    target: str, *, environment: Mapping[str, str] | None = None, cores: set[int] | None = None
) -> Iterator[Server]:
    """Run uvicorn with *target* (module:attribute, importable from the root) in one process; stop it after.

    Every contender gets the same server, event loop and parser. *cores* pins it, so that the load generator
    can be kept on others. What it logs goes to a file whose end is shown if it does not start.
    """
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", target, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning", "--loop", "uvloop", "--http", "httptools"]
    with tempfile.NamedTemporaryFile(prefix="benchmark-server-") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={"FLOWFORGE_ALLOW_DIRECT_CALLS": "true", **os.environ, **(environment or {})},
            stdout=log,
            stderr=log,
        )
        try:
            if cores:
                os.sched_setaffinity(process.pid, cores)
            _await_port(process, port, Path(log.name))
            yield Server(f"http://127.0.0.1:{port}", "127.0.0.1", port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < limit:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")
