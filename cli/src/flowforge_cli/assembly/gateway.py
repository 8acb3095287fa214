"""The embedded gateway's two processes: the decision service and Envoy."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowforge_cli.assembly.services import without_secrets
from flowforge_cli.home.folder import Home
from flowforge_cli.home.secret_files import valkey_password
from flowforge_cli.supervision.plan import Part, Probe, http_probe

if TYPE_CHECKING:
    from flowforge_cli.home.certificate import Certificate


def decision_part(home: Home, addresses: Mapping[str, int], metrics: int | None, stage: int) -> Part:
    """Return the process of the decision service. *addresses* maps host names in kong.yml to ports.

    It serves metrics for Prometheus at the port *metrics*, if there is one.
    """
    socket = home.sockets() / "authz.sock"
    return Part(
        name="authz",
        stage=stage,
        argv=(*_module("authz"), *_places(home), *_map({"redis": addresses["redis"]}), *_metrics(metrics)),
        environment=_environment(home),
        probe=Probe(str(socket)),
        log=str(home.logs / "authz.log"),
        essential=True,
        start_seconds=30.0,
    )


NEWEST_TLS = "1.3"


@dataclass(frozen=True, slots=True)
class Listener:
    """Address of the gateway, and its certificate if TLS is enabled."""

    host: str
    port: int
    certificate: "Certificate | None" = None
    oldest_tls: str = NEWEST_TLS
    metrics: int | None = None  # port at which Prometheus finds them

    @property
    def address(self) -> str:
        """The base URL on this machine."""
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}"


def envoy_part(home: Home, listener: Listener, addresses: Mapping[str, int], stage: int) -> Part:
    """Return the process of Envoy.

    It is ready when it answers anything, for no route leads to /; with TLS, when it takes a connection.
    """
    port, certificate = listener.port, listener.certificate
    return Part(
        name="envoy",
        stage=stage,
        argv=(
            *_module("envoy"),
            *_places(home),
            *("--host", listener.host, "--port", str(port), "--state", str(home.sockets())),
            *_tls(listener),
            *_map(addresses),
            *_metrics(listener.metrics),
        ),
        environment=_environment(home),
        probe=Probe(port) if certificate else http_probe(port, "/", expect="HTTP/1.1 "),
        log=str(home.logs / "envoy.log"),
        port=port,
        essential=True,
        start_seconds=30.0,
    )


def _tls(listener: Listener) -> tuple[str, ...]:
    certificate = listener.certificate
    if certificate is None:
        return ()
    paths = ("--tls-cert", str(certificate.chain), "--tls-key", str(certificate.key))
    return (*paths, "--tls-min", listener.oldest_tls)


def _metrics(port: int | None) -> tuple[str, ...]:
    return () if port is None else ("--metrics-port", str(port))


def _module(part: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "flowforge_gateway", part)


def _places(home: Home) -> tuple[str, ...]:
    socket = home.sockets() / "authz.sock"
    return ("--config", str(home.gateway_file), "--socket", str(socket), "--with-parent")


def _map(addresses: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(word for name, port in addresses.items() for word in ("--map", f"{name}=127.0.0.1:{port}"))


def _environment(home: Home) -> dict[str, str]:
    secret = {"FLOWFORGE_REDIS_PASSWORD": valkey_password(home), "PYTHONUNBUFFERED": "1"}
    return without_secrets() | secret
