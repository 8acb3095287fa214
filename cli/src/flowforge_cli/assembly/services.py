"""Find the services that are installed: a package flowforge_<name> for an entry of services.yml."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from flowforge_cli.home.folder import Home
from flowforge_cli.home.secret_files import gateway_secret, master_key
from flowforge_cli.supervision.plan import Part, http_probe
from flowforge_gateway import ServiceEntry, load_entries

# Longer than a gateway keeps an idle connection (Kong: 60 s): who may send next must be the one that closes.
_KEEP_ALIVE_SECONDS = 75
_DRAIN_SECONDS = 10


@dataclass(frozen=True)
class ServiceContext:
    """Settings that all services share."""

    home: Home
    redis_url: str
    environment: Mapping[str, str]  # what the user has set
    shared: Mapping[str, str] = field(default_factory=dict)  # settings of every service
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # those of one, by its name
    ports: Mapping[str, int] = field(default_factory=dict)  # of all services that are started


def is_installed(package: str) -> bool:
    """Return whether *package* is a service that can be started here, without importing it."""
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec is not None else None
    return any((Path(folder) / "app.py").is_file() for folder in folders or ())


def installed_services(services_file: Path | None = None) -> tuple[ServiceEntry, ...]:
    """List the services that can be started here, in the order of services.yml."""
    return tuple(entry for entry in load_entries(services_file) if is_installed(entry.package))


def service_part(entry: ServiceEntry, port: int, context: ServiceContext, stage: int) -> Part:
    """Return the process of a service."""
    return Part(
        name=entry.name,
        stage=stage,
        argv=(
            *(sys.executable, "-m", "uvicorn", f"{entry.package}.app:app"),
            *("--host", "127.0.0.1", "--port", str(port), "--no-access-log"),
            *("--timeout-keep-alive", str(_KEEP_ALIVE_SECONDS)),
            *("--timeout-graceful-shutdown", str(_DRAIN_SECONDS)),
        ),
        environment=_environment(entry, context),
        probe=http_probe(port, "/ready"),
        log=str(context.home.logs / f"{entry.name}.log"),
        port=port,
        stop_seconds=_DRAIN_SECONDS + 5,
    )


def _environment(entry: ServiceEntry, context: ServiceContext) -> dict[str, str]:
    """Return a service's settings: the user's own win, except what gateway and service must agree on."""
    home, name = context.home, entry.name
    defaults = {
        "FLOWFORGE_REDIS_URL": context.redis_url,
        "FLOWFORGE_STORE_URL": f"sqlite:///{home.data(name) / 'store.sqlite'}",
        "FLOWFORGE_SPOOL_DIR": str(home.spool(name)),
        "FLOWFORGE_SHUTDOWN_SECONDS": str(_DRAIN_SECONDS - 2),
        **({entry.setting("MASTER_KEY"): master_key(home, name)} if entry.master_key else {}),
        **({entry.setting("DATA_DIR"): str(home.data(name))} if entry.data_dir else {}),
        **entry.addresses({one: f"http://127.0.0.1:{port}" for one, port in context.ports.items()}),
        "PYTHONUNBUFFERED": "1",
        **context.shared,
        **context.own.get(name, {}),
    }
    own = _with_whole_paths(context.environment)
    kept = {name: value for name, value in defaults.items() if f"{name}_FILE" not in own}
    own.pop("FLOWFORGE_GATEWAY_SECRET_FILE", None)
    return {**kept, **own, "FLOWFORGE_GATEWAY_SECRET": gateway_secret(home)}


def _with_whole_paths(environment: Mapping[str, str]) -> dict[str, str]:
    """Return settings with absolute paths: services run in another folder."""
    return {
        name: str(Path(value).absolute())
        if value and name.startswith("FLOWFORGE_") and name.endswith("_FILE")
        else value
        for name, value in environment.items()
    }


def without_secrets(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return *environment* without FlowForge's settings, for processes other than services."""
    return {name: value for name, value in environment.items() if not name.startswith("FLOWFORGE_")}
