"""Choose loopback ports: those that settings name, else the default where it is free, else any free one."""

import random
import socket
from collections.abc import Mapping

import psutil

from flowforge_cli.errors import InvalidPort, PortTaken

GATEWAY_PORT = 8000
_LARGEST = 65535
# Below the range from which the kernel takes ports of outgoing connections: these stay free until used.
_SEARCHED = range(20000, 32000)
_TRIES = 200


class Ports:
    """Hand out ports, none of them twice."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._given: set[int] = set()

    def demanded(self, setting: str, default: int) -> int:
        """Return the port in *setting*, or the default one. Raises PortTaken, naming who has it; 0 is any."""
        port = self._setting(setting)
        if port == 0:
            return self._any()
        wanted = default if port is None else port
        if not self._take(wanted):
            raise PortTaken(
                f"port {wanted} is taken{holder(wanted)}: stop that program, or choose another port,"
                f" as in {setting}={wanted + 1}"
            )
        return wanted

    def preferred(self, setting: str, default: int | None = None) -> int:
        """Return the port in *setting*; without one the default if it is free, or else any free one."""
        if self._setting(setting) is not None:
            return self.demanded(setting, 0)
        if default is not None and self._take(default):
            return default
        return self._any()

    def _setting(self, name: str) -> int | None:
        text = self._environment.get(name, "")
        if not text:
            return None
        if not text.isdecimal() or int(text) > _LARGEST:
            raise InvalidPort(f"{name}={text!r} is no port: use 1 to {_LARGEST}, or 0 for a free one")
        return int(text)

    def _any(self) -> int:
        for port in random.sample(_SEARCHED, _TRIES):
            if self._take(port):
                return port
        raise PortTaken("no free port was found on 127.0.0.1")

    def _take(self, port: int) -> bool:
        if port in self._given or not is_free(port):
            return False
        self._given.add(port)
        return True


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the loopback *port* now."""
    with socket.socket() as listener:
        # As the servers do: a closed connection that lingers is no obstacle.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(1)
        except OSError:
            return False
    return True


def holder(port: int) -> str:
    """Name the program that listens on *port*, if this user may know."""
    try:
        for connection in psutil.net_connections("tcp"):
            listens = connection.status == psutil.CONN_LISTEN
            if listens and getattr(connection.laddr, "port", None) == port and connection.pid:
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        return ""
    return ""
