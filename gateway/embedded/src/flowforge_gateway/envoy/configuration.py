"""Write Envoy's configuration: the bootstrap, and three watched files that are replaced atomically."""

from dataclasses import dataclass
from pathlib import Path

import orjson

from flowforge_gateway.declaration.entities import Declaration
from flowforge_gateway.envoy.clusters import clusters, decision_cluster
from flowforge_gateway.envoy.listener import listener
from flowforge_gateway.envoy.local_settings import LocalSettings
from flowforge_gateway.envoy.messages import (
    CLUSTER,
    DOWNSTREAM_CONNECTIONS,
    LISTENER,
    ROUTE_CONFIGURATION,
    Message,
    discovery,
    typed,
    unix_address,
)
from flowforge_gateway.envoy.routes import route_configuration
from flowforge_gateway.files import write_private_file

_CONNECTIONS = 20_000
# A fragment in an address is dropped, as Kong does; the default is to refuse the request.
_RUNTIME = {"envoy.reloadable_features.http_reject_path_with_fragment": False}


@dataclass(frozen=True)
class Configuration:
    """Content of the three watched files."""

    clusters: list[Message]
    routes: Message
    listener: Message


def translate(declaration: Declaration, local: LocalSettings) -> Configuration:
    """Translate *declaration* for this machine."""
    return Configuration(
        [decision_cluster(local), *clusters(declaration, local)],
        route_configuration(declaration),
        listener(declaration, local),
    )


def write(configuration: Configuration, state: Path) -> None:
    """Write the watched files: clusters before the routes that refer to them."""
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    _replace(state / "clusters.json", discovery(CLUSTER, configuration.clusters))
    _replace(state / "routes.json", discovery(ROUTE_CONFIGURATION, [configuration.routes]))
    _replace(state / "listeners.json", discovery(LISTENER, [configuration.listener]))


def write_bootstrap(local: LocalSettings) -> Path:
    """Write the bootstrap file and return its path."""
    path = local.state / "bootstrap.json"
    _replace(
        path,
        {
            "node": {"id": "gateway", "cluster": "flowforge"},
            "admin": {"address": unix_address(str(local.admin_socket))},
            "overload_manager": _bounded_connections(),
            "layered_runtime": {"layers": [{"name": "flowforge", "static_layer": _RUNTIME}]},
            "dynamic_resources": {
                "cds_config": _watched(local.state / "clusters.json"),
                "lds_config": _watched(local.state / "listeners.json"),
            },
        },
    )
    return path


def standalone(configuration: Configuration, state: Path) -> Path:
    """Write the configuration as one static file, for Envoy's validation mode."""
    path = state / "check.json"
    listening = orjson.loads(orjson.dumps(configuration.listener))
    manager = listening["filter_chains"][0]["filters"][0]["typed_config"]
    del manager["rds"]
    manager["route_config"] = configuration.routes
    resources = {"clusters": configuration.clusters, "listeners": [listening]}
    _replace(path, {"node": {"id": "check", "cluster": "flowforge"}, "static_resources": resources})
    return path


def _bounded_connections() -> Message:
    monitor = typed(DOWNSTREAM_CONNECTIONS, max_active_downstream_connections=_CONNECTIONS)
    return {
        "resource_monitors": [
            {"name": "envoy.resource_monitors.global_downstream_max_connections", "typed_config": monitor}
        ]
    }


def _watched(path: Path) -> Message:
    return {"path_config_source": {"path": str(path)}, "resource_api_version": "V3"}


def _replace(path: Path, content: Message) -> None:
    encoded = orjson.dumps(content)
    if not path.exists() or path.read_bytes() != encoded:
        write_private_file(path, encoded)
