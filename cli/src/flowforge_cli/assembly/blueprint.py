"""Put the plan together: Valkey, then services and the decision service, then Envoy."""

import os
from collections.abc import Mapping

from flowforge_cli.assembly.gateway import decision_part, envoy_part
from flowforge_cli.assembly.ports import GATEWAY_PORT, Ports
from flowforge_cli.assembly.services import Surroundings, installed_services, service_part
from flowforge_cli.assembly.valkey import redis_url, valkey_part
from flowforge_cli.errors import NothingInstalled
from flowforge_cli.home.folder import Home
from flowforge_cli.supervision.plan import Plan


def draw(home: Home, environment: Mapping[str, str] = os.environ) -> Plan:
    """Choose ports and describe every part. Raises PortTaken, InvalidPort or NothingInstalled."""
    services = installed_services()
    if not services:
        raise NothingInstalled("no service is installed: 'make up' in the repository installs them all")
    ports = Ports(environment)
    gateway_port = ports.demanded("FLOWFORGE_PORT", GATEWAY_PORT)
    addresses = {
        service.name: ports.preferred(f"FLOWFORGE_{service.name.upper()}_PORT", service.port)
        for service in services
    }
    valkey_port = ports.preferred("FLOWFORGE_VALKEY_PORT")
    around = Surroundings(home, redis_url(home, valkey_port), environment)
    everything = {**addresses, "redis": valkey_port}
    return Plan(
        address=f"http://127.0.0.1:{gateway_port}",
        lock=str(home.lock),
        status=str(home.status),
        parts=(
            valkey_part(home, valkey_port, stage=0),
            *(service_part(name, port, around, stage=1) for name, port in addresses.items()),
            decision_part(home, everything, stage=1),
            envoy_part(home, gateway_port, everything, stage=2),
        ),
    )
