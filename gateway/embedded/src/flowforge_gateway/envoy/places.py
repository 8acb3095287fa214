"""Where things are on this machine: the port to listen on, the sockets, and a map from names to addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from flowforge_gateway.errors import InvalidDeclaration

Address = tuple[str, int]


@dataclass(frozen=True)
class Tls:
    """The certificate of the listener, and the oldest version of TLS that it speaks."""

    certificate: Path
    key: Path
    minimum: Literal["1.2", "1.3"] = "1.3"


@dataclass(frozen=True)
class Places:
    """All that kong.yml leaves open."""

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
        """Return where *host* (with *port* in kong.yml) is here; None if nobody has said so."""
        return find(self.addresses, host, port)


def find(addresses: Mapping[str, Address], host: str, port: int) -> Address | None:
    """Look up `host:port`, then `host`; an address literal stands for itself."""
    mapped = addresses.get(f"{host}:{port}") or addresses.get(host)
    if mapped is not None:
        return mapped
    try:
        return str(ip_address(host)), port
    except ValueError:
        return None


def parse_map(entries: Iterable[str]) -> dict[str, Address]:
    """Read `name=host:port` entries; raise InvalidDeclaration for one that is not of this form."""
    addresses: dict[str, Address] = {}
    for entry in entries:
        name, _, address = entry.partition("=")
        host, _, port = address.rpartition(":")
        if not (name and host and port.isdigit()):
            raise InvalidDeclaration(f"--map {entry!r}: write NAME=HOST:PORT")
        addresses[name] = (host, int(port))
    return addresses
