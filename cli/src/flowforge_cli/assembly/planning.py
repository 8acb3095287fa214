"""Build the plan: Valkey, then services and the decision service, then Envoy."""

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flowforge_cli.assembly import jobs
from flowforge_cli.assembly.file_store import SERVICE, file_store
from flowforge_cli.assembly.gateway import NEWEST_TLS, Listener, decision_part, envoy_part
from flowforge_cli.assembly.ports import GATEWAY_PORT, LOOPBACK, Ports
from flowforge_cli.assembly.services import ServiceContext, installed_services, service_part
from flowforge_cli.assembly.valkey import redis_url, valkey_part
from flowforge_cli.errors import InvalidTls, NoSuchPart, NothingInstalled
from flowforge_cli.home.folder import Home
from flowforge_cli.supervision.plan import Part, Plan
from flowforge_gateway import ServiceEntry

if TYPE_CHECKING:
    from flowforge_cli.home.certificate import Certificate


def build_plan(
    home: Home,
    only: Collection[str] = (),
    environment: Mapping[str, str] = os.environ,
    certificate: "Certificate | None" = None,
    *,
    services_file: Path | None = None,
    ports: Ports | None = None,
) -> Plan:
    """Allocate ports and return all processes. *only* selects services; empty means all.

    A *certificate* enables TLS. *services_file* replaces the platform's own services.yml.
    *ports*, kept until the plan runs, keeps other platforms off the ports that are chosen.

    Raises PortTaken, InvalidPort, InvalidTls, NothingInstalled or NoSuchPart.
    """
    services = _chosen(only, services_file)
    if ports is None:
        with Ports(environment) as own:
            return build_plan(home, only, environment, certificate, services_file=services_file, ports=own)
    host = environment.get("FLOWFORGE_HOST") or LOOPBACK
    port = ports.required("FLOWFORGE_PORT", GATEWAY_PORT, host)
    metrics = ports.optional("FLOWFORGE_METRICS_PORT")
    listener = Listener(host, port, certificate, _oldest_tls(environment), metrics)
    addresses = {service.name: ports.preferred(service.setting("PORT"), service.port) for service in services}
    valkey_port = ports.preferred("FLOWFORGE_VALKEY_PORT")
    context = _context(home, addresses, redis_url(home, valkey_port), environment, listener)
    everything = {**addresses, "redis": valkey_port}
    return Plan(
        address=listener.address,
        lock=str(home.lock),
        status=str(home.status),
        parts=(
            valkey_part(home, valkey_port, stage=0),
            *(service_part(service, addresses[service.name], context, stage=1) for service in services),
            decision_part(home, everything, ports.optional("FLOWFORGE_DECISION_METRICS_PORT"), stage=1),
            *(part for service in services for part in _beside(service, addresses, context)),
            envoy_part(home, listener, everything, stage=2),
        ),
    )


def _context(
    home: Home, addresses: Mapping[str, int], redis: str, environment: Mapping[str, str], listener: Listener
) -> ServiceContext:
    """Return the settings of services: those of all, those of jobs, and where the others are."""
    files = file_store(home, listener.address) if SERVICE in addresses else {}
    own = {jobs.SERVICE: jobs.jobs_settings(home, redis)}
    return ServiceContext(home, redis, environment, {**files, **jobs.submission(addresses)}, own, addresses)


def _beside(service: ServiceEntry, addresses: Mapping[str, int], context: ServiceContext) -> tuple[Part, ...]:
    """Return the processes beside a service, which start when it is ready."""
    return jobs.process_parts(
        context.home, service, service_part(service, addresses[service.name], context, stage=1), stage=2
    )


def _oldest_tls(environment: Mapping[str, str]) -> str:
    chosen = environment.get("FLOWFORGE_TLS_MIN") or NEWEST_TLS
    if chosen not in ("1.2", NEWEST_TLS):
        raise InvalidTls(f"FLOWFORGE_TLS_MIN is {chosen!r}: it can be 1.2 or 1.3")
    return chosen


def _chosen(only: Collection[str], services_file: Path | None) -> tuple[ServiceEntry, ...]:
    installed = installed_services(services_file)
    if not installed:
        raise NothingInstalled("no service is installed: 'make up' in the repository installs them all")
    names = [service.name for service in installed]
    if unknown := [name for name in only if name not in names]:
        raise NoSuchPart(f"no service {unknown[0]!r} is installed; available: {', '.join(names)}")
    return tuple(service for service in installed if not only or service.name in only)
