"""docker-compose.dev.yml: the containers with open ports, and servers that reload the code of this folder."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from flowforge_gateway.services import ServiceEntry
from tools.repository import ROOT
from tools.requirements import own_libraries

_HEAD = """# Generated from gateway/services.yml by `make docs`; change it there. For development:
#   docker compose -f docker-compose.yml -f docker-compose.dev.yml up -d --build
# Servers reload when their code changes in this folder, every port is open on this machine, and services
# answer calls that do not come through the gateway. Never use it where others can reach the machine.
"""
_STORES = {"cache": 6380, "redis": 6379, "postgres": 5432, "qdrant": 6333, "prometheus": 9090}
_CONTAINER_PORTS = {"cache": 6379}
_SOURCE = "/src"


def development_document(entries: Iterable[ServiceEntry]) -> str:
    """Write the file that Compose reads after docker-compose.yml."""
    stores: dict[str, Any] = {
        name: {"ports": [f"127.0.0.1:{port}:{_CONTAINER_PORTS.get(name, port)}"]}
        for name, port in _STORES.items()
    }
    services = {entry.name: _server(entry) for entry in entries}
    processes = {
        f"{entry.name}-{process.name}": _container(entry) for entry in entries for process in entry.processes
    }
    document = {"services": {**stores, **services, **processes}}
    return _HEAD + yaml.safe_dump(document, sort_keys=False, width=200)


def _server(entry: ServiceEntry) -> dict[str, Any]:
    command = [
        *("uvicorn", f"{entry.package}.app:app", "--host", "0.0.0.0"),  # noqa: S104 - inside its container
        *("--port", str(entry.port), "--reload", "--reload-dir", _SOURCE),
    ]
    return {**_container(entry), "command": command, "ports": [f"127.0.0.1:{entry.port}:{entry.port}"]}


def _container(entry: ServiceEntry) -> dict[str, Any]:
    project = ROOT / "services" / (entry.folder or entry.name) / "pyproject.toml"
    needed = [project, *reversed(own_libraries(project))] if project.exists() else []
    return {
        "environment": {
            "PYTHONPATH": ":".join(_source(one) for one in needed),
            "PYTHONDONTWRITEBYTECODE": "1",
            "FLOWFORGE_ALLOW_DIRECT_CALLS": "true",
            "FLOWFORGE_LOG_LEVEL": "DEBUG",
        },
        "volumes": [f"./services:{_SOURCE}/services:ro", f"./libs:{_SOURCE}/libs:ro"],
    }


def _source(project: Path) -> str:
    return f"{_SOURCE}/{project.parent.relative_to(ROOT)}/src"
