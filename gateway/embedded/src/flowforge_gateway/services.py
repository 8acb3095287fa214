"""services.yml: one entry for each service of the platform, from which everything else derives."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from flowforge_gateway.errors import InvalidDeclaration

_PACKAGED = Path(__file__).parent / "services.yml"
_IN_REPOSITORY = Path(__file__).parents[3] / "services.yml"

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=30)]
Port = Annotated[int, Field(ge=1024, le=65535)]
Seconds = Annotated[int, Field(ge=1, le=86_400)]
Megabytes = Annotated[int, Field(ge=1, le=4096)]
RoutePath = Annotated[str, Field(pattern=r"^/(([A-Za-z0-9._-]+|\*)/)*([A-Za-z0-9._-]+|\*)?$")]
Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
Access = Literal["key", "every-service", "public"]
Balancing = Literal["round-robin", "least-connections"]
Quantity = Annotated[str, Field(pattern=r"^\d+(m|Mi|Gi)?$")]
Variable = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
Store = Literal["postgres", "qdrant"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExtraRoute(_Strict):
    """An address outside /api/v1/NAME, or a part of it with other rules."""

    name: Name
    paths: Annotated[tuple[RoutePath, ...], Field(min_length=1)]
    methods: tuple[Method, ...] = ()
    access: Access = "key"
    timeout_seconds: Seconds | None = None
    max_upload_megabytes: Megabytes | None = None


class ExtraProcess(_Strict):
    """A process beside the service's server with the same image and settings: a worker, a scheduler."""

    name: Name
    module: Annotated[str, Field(pattern=r"^[a-z_]\w*(\.\w+)*$")]
    replicas: Annotated[int, Field(ge=1, le=100)] = 1
    memory: Quantity = "256Mi"
    max_memory: Quantity = "1Gi"
    cpu: Quantity = "100m"


class ServiceEntry(_Strict):
    """What the platform needs to know about a service to route to it, start it and deploy it."""

    name: Name
    folder: Name | None = None
    port: Port
    max_upload_megabytes: Megabytes
    timeout_seconds: Seconds = 60
    balancing: Balancing = "round-robin"
    master_key: bool = False
    data_dir: bool = False
    calls: tuple[Name, ...] = ()
    calls_services: bool = False
    weights: dict[str, tuple[str, ...]] = {}
    npm_weights: bool = False
    system_packages: tuple[Name, ...] = ()
    memory: Quantity = "512Mi"
    max_memory: Quantity = "4Gi"
    single: bool = False
    cpu: Quantity = "250m"
    stores: tuple[Store, ...] = ()
    environment: dict[Variable, str] = {}
    secrets: dict[Variable, Name] = {}
    processes: tuple[ExtraProcess, ...] = ()
    compose: dict[str, Any] = {}
    routes: tuple[ExtraRoute, ...] = ()

    @property
    def package(self) -> str:
        """The import name of the service's package."""
        return f"flowforge_{self.name.replace('-', '_')}"

    def setting(self, name: str) -> str:
        """Name an environment variable of this service: `FLOWFORGE_CRYPTO_MASTER_KEY`."""
        return f"FLOWFORGE_{self.name.upper().replace('-', '_')}_{name}"

    def addresses(self, servers: Mapping[str, str]) -> dict[str, str]:
        """Return the settings that say where the services are that this one calls.

        *servers* maps the names of those that run to `http://host:port`; what does not run is not set.
        """
        called = {
            self.setting(f"{name.upper().replace('-', '_')}_URL"): f"{servers[name]}/api/v1/{name}"
            for name in self.calls
            if name in servers
        }
        return {**called, **({self.setting("SERVICES"): json.dumps(servers)} if self.calls_services else {})}


class _File(_Strict):
    services: Annotated[tuple[ServiceEntry, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _all_different(self) -> Self:
        for what, values in (
            ("name", [entry.name for entry in self.services]),
            ("port", [entry.port for entry in self.services]),
            ("path", [path for entry in self.services for route in entry.routes for path in route.paths]),
        ):
            if repeated := _repeated(values):
                message = f"{what} {repeated} is used twice"
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _calls_what_exists(self) -> Self:
        names = {entry.name for entry in self.services}
        for entry in self.services:
            if unknown := sorted({*entry.calls} - names | {*entry.calls} & {entry.name}):
                message = f"{entry.name} calls {unknown[0]}, which is no other service"
                raise ValueError(message)
        return self


def default_services_file() -> Path:
    """Return the services.yml that came with this package, or the repository's in a checkout."""
    return _PACKAGED if _PACKAGED.exists() else _IN_REPOSITORY


def load_entries(path: Path | None = None) -> tuple[ServiceEntry, ...]:
    """Read services.yml in its order. Raises InvalidDeclaration that names each wrong field."""
    path = path or default_services_file()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidDeclaration(f"{path} cannot be read: {error.strerror}") from error
    return _parse(path, content)


@lru_cache(maxsize=8)
def _parse(path: Path, content: bytes) -> tuple[ServiceEntry, ...]:
    try:
        return _File.model_validate(yaml.load(content, yaml.CSafeLoader)).services
    except yaml.YAMLError as error:
        raise InvalidDeclaration(f"{path} is not YAML: {error}") from error
    except ValidationError as error:
        mistakes = [f"{'.'.join(map(str, item['loc'])) or 'file'}: {item['msg']}" for item in error.errors()]
        raise InvalidDeclaration(f"{path} is refused:\n  " + "\n  ".join(mistakes)) from error


def _repeated(values: Iterable[object]) -> object | None:
    seen: set[object] = set()
    return next((value for value in values if value in seen or seen.add(value)), None)  # type: ignore[func-returns-value] # set.add returns None
