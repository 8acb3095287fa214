"""Choose ports: those that settings name, else the default where it is free, else any free one.

A chosen port is claimed with a file lock: platforms that start at the same time see the same ports as free,
and the claim keeps them apart until each one listens.
"""

import fcntl
import os
import random
import socket
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from flowforge_cli.errors import InvalidPort, PortTaken
from flowforge_cli.home.folder import private_folder

LOOPBACK = "127.0.0.1"
GATEWAY_PORT = 8000
_LARGEST = 65535
# Below the range from which the kernel takes ports of outgoing connections: these stay free until used.
_SEARCHED = range(20000, 32000)
_TRIES = 200


class Ports:
    """Allocates ports. Other platforms of this user do not get them until `release`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._given: set[int] = set()
        self._claims = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Release the claims, when the processes listen on the ports."""
        self._claims.close()

    def required(self, setting: str, default: int, host: str = LOOPBACK) -> int:
        """Return the port in *setting*, or the default one; 0 is any.

        Raises PortTaken, naming the program that has it if this user may know.
        """
        port = self._setting(setting)
        if port == 0:
            return self._any()
        wanted = default if port is None else port
        if not self._take(wanted, host):
            raise PortTaken(
                f"port {wanted} is in use{holder(wanted)}: stop that program or choose another port,"
                f" as in {setting}={wanted + 1}"
            )
        return wanted

    def preferred(self, setting: str, default: int | None = None) -> int:
        """Return the port in *setting*; without one the default if it is free, or else any free one."""
        if self._setting(setting) is not None:
            return self.required(setting, 0)
        if default is not None and self._take(default):
            return default
        return self._any()

    def optional(self, setting: str) -> int | None:
        """Return the port in *setting*; None without one. Raises PortTaken."""
        return None if self._setting(setting) is None else self.required(setting, 0)

    def _setting(self, name: str) -> int | None:
        text = self._environment.get(name, "")
        if not text:
            return None
        if not text.isdecimal() or int(text) > _LARGEST:
            raise InvalidPort(f"{name}={text!r} is not a port: use 1 to {_LARGEST}, or 0 for a free one")
        return int(text)

    def _any(self) -> int:
        for port in random.sample(_SEARCHED, _TRIES):
            if self._take(port):
                return port
        raise PortTaken("no free port was found on 127.0.0.1")

    def _take(self, port: int, host: str = LOOPBACK) -> bool:
        if port in self._given or not self._claim(port):
            return False
        if not is_free(port, host):
            return False
        self._given.add(port)
        return True

    def _claim(self, port: int) -> bool:
        folder = private_folder(Path(tempfile.gettempdir()) / f"flowforge-ports-{os.getuid()}")
        file = self._claims.enter_context((folder / str(port)).open("w"))
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Return whether a server could listen on *port* of *host* now."""
    with socket.socket() as listener:
        # As the servers do: a closed connection that lingers is no obstacle.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(1)
        except OSError:
            return False
    return True


def holder(port: int) -> str:
    """Return the name of the program that listens on *port*, if permitted."""
    try:
        for connection in psutil.net_connections("tcp"):
            listens = connection.status == psutil.CONN_LISTEN
            if listens and getattr(connection.laddr, "port", None) == port and connection.pid:
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        return ""
    return ""
