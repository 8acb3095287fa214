"""Services and tiers declared in kong.yml."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from flowforge_gateway.errors import InvalidDeclaration

_PACKAGED = Path(__file__).parent / "kong.yml"
_IN_REPOSITORY = Path(__file__).parents[3] / "kong.yml"


@dataclass(frozen=True)
class Service:
    """A service in kong.yml. The name is also its upstream and its host name in containers."""

    name: str
    port: int


@dataclass(frozen=True)
class Tier:
    """The limits of a tier, and the plugins that enforce them."""

    name: str
    requests_per_minute: int
    requests_per_day: int
    plugins: tuple[dict[str, Any], ...]


def default_kong_file() -> Path:
    """Return the kong.yml that came with this package, or the repository's in a checkout."""
    return _PACKAGED if _PACKAGED.exists() else _IN_REPOSITORY


def load_services(kong_file: Path | None = None) -> tuple[Service, ...]:
    """List the services of *kong_file* in its order, each with its default port.

    A Kong service that is named differently from its host holds routes with another timeout: it is left out.
    """
    entries = read_declaration(kong_file)["services"]
    return tuple(Service(entry["name"], entry["port"]) for entry in entries if entry["name"] == entry["host"])


def load_tiers(kong_file: Path | None = None) -> tuple[Tier, ...]:
    """List the tiers of *kong_file*, the smallest first."""
    entries = read_declaration(kong_file).get("_ignore", [])
    return tuple(_tier(entry) for entry in entries if isinstance(entry, dict) and "tier" in entry)


def read_declaration(kong_file: Path | None = None) -> dict[str, Any]:
    """Parse *kong_file*. The result is cached until the file changes and must not be modified."""
    path = kong_file or default_kong_file()
    try:
        status = path.stat()
    except OSError as error:
        raise InvalidDeclaration(f"{path} cannot be read: {error.strerror}") from error
    return _parse(path, status.st_mtime_ns, status.st_ino)


@lru_cache(maxsize=8)
def _parse(path: Path, _modified: int, _inode: int) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise InvalidDeclaration(f"{path} is not YAML: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("services"), list):
        raise InvalidDeclaration(f"{path} declares no services")
    return content


def _tier(entry: dict[str, Any]) -> Tier:
    limits = next(plugin["config"] for plugin in entry["plugins"] if plugin["name"] == "rate-limiting")
    return Tier(entry["tier"], limits["minute"], limits["day"], tuple(entry["plugins"]))
