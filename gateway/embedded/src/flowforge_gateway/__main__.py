"""Run a process of the embedded gateway in the foreground: `authz` (decision service) or `envoy`."""

import argparse
import asyncio
import logging
import os
import sys
from pathlib import Path

import uvloop

from flowforge_gateway.envoy.local_settings import LocalSettings, Tls, parse_map
from flowforge_gateway.errors import GatewayError
from flowforge_gateway.supervise.lifetime import allow_many_connections, die_with_parent
from flowforge_gateway.supervise.logs import log_as_json
from flowforge_gateway.supervise.run_authz import AuthzSettings, run_authz
from flowforge_gateway.supervise.run_envoy import EnvoySettings, run_envoy

logger = logging.getLogger("flowforge_gateway")


def main() -> int:
    """Run the selected process. A configuration error is reported in one line, with exit status 2."""
    arguments = _parser().parse_args()
    log_as_json()
    allow_many_connections()
    if arguments.with_parent:
        die_with_parent()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(
                run_authz(_authz(arguments)) if arguments.part == "authz" else run_envoy(_envoy(arguments))
            )
    except GatewayError as error:
        logger.critical("%s", error)
        return 2
    return 0


def _authz(arguments: argparse.Namespace) -> AuthzSettings:
    return AuthzSettings(arguments.config, arguments.socket, parse_map(arguments.map), arguments.metrics_port)


def _envoy(arguments: argparse.Namespace) -> EnvoySettings:
    tls = None
    if arguments.tls_cert is not None and arguments.tls_key is not None:
        tls = Tls(arguments.tls_cert.resolve(), arguments.tls_key.resolve(), arguments.tls_min)
    local = LocalSettings(
        host=arguments.host,
        port=arguments.port,
        state=arguments.state.resolve(),
        socket=arguments.socket.resolve(),
        addresses=parse_map(arguments.map),
        tls=tls,
    )
    return EnvoySettings(arguments.config, local, arguments.concurrency, arguments.metrics_port)


def _workers() -> int:
    """Return half of the cores: the rest is for the decision service and the services."""
    return max(1, (os.cpu_count() or 1) // 2)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="flowforge_gateway", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    authz = parts.add_parser("authz", help="the decision service")
    envoy = parts.add_parser("envoy", help="Envoy, with what watches over it")
    for part in (authz, envoy):
        part.add_argument("--config", type=Path, required=True, help="the rendered declaration")
        part.add_argument("--socket", type=Path, required=True, help="the Unix socket where the two meet")
        part.add_argument(
            "--map", action="append", default=[], metavar="NAME=HOST:PORT", help="where a host is"
        )
        part.add_argument("--metrics-port", type=int, help="serve metrics for Prometheus on 127.0.0.1")
        part.add_argument("--with-parent", action="store_true", help="end when the parent process does")
    envoy.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    envoy.add_argument("--port", type=int, required=True, help="the port to listen on")
    envoy.add_argument("--state", type=Path, required=True, help="a folder for Envoy's own files")
    envoy.add_argument("--concurrency", type=int, default=_workers(), help="worker threads of Envoy")
    envoy.add_argument("--tls-cert", type=Path, help="a certificate chain (PEM)")
    envoy.add_argument("--tls-key", type=Path, help="its private key (PEM)")
    envoy.add_argument("--tls-min", choices=("1.2", "1.3"), default="1.3", help="the oldest TLS to speak")
    return parser


if __name__ == "__main__":
    sys.exit(main())
