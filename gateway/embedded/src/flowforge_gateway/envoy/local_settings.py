"""Settings of this machine: listen address, sockets, TLS, and a map from host names to addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from flowforge_gateway.errors import InvalidDeclaration

Address = tuple[str, int]


@dataclass(frozen=True)
class Tls:
    """The listener's certificate and minimum TLS version."""

    certificate: Path
    key: Path
    minimum: Literal["1.2", "1.3"] = "1.3"


@dataclass(frozen=True)
class LocalSettings:
    """Settings that are not in kong.yml."""

    host: str
    port: int
    state: Path
    socket: Path
    addresses: Mapping[str, Address] = field(default_factory=dict)
    tls: Tls | None = None

    @property
    def admin_socket(self) -> Path:
        return self.state / "envoy-admin.sock"

    def find(self, host: str, port: int) -> Address | None:
        """Return the address of *host* (with *port* in kong.yml); None if it is not mapped."""
        return find(self.addresses, host, port)


def find(addresses: Mapping[str, Address], host: str, port: int) -> Address | None:
    """Look up `host:port`, then `host`. An IP address is returned unchanged."""
    mapped = addresses.get(f"{host}:{port}") or addresses.get(host)
    if mapped is not None:
        return mapped
    try:
        return str(ip_address(host)), port
    except ValueError:
        return None


def parse_map(entries: Iterable[str]) -> dict[str, Address]:
    """Parse `name=host:port` entries. Raises InvalidDeclaration if one is malformed."""
    addresses: dict[str, Address] = {}
    for entry in entries:
        name, _, address = entry.partition("=")
        host, _, port = address.rpartition(":")
        if not (name and host and port.isdigit()):
            raise InvalidDeclaration(f"--map {entry!r}: write NAME=HOST:PORT")
        addresses[name] = (host, int(port))
    return addresses
