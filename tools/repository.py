"""What the repository holds: its packages, services, operations, errors and settings, found by looking."""

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from servicekit import OperationError, Settings
from servicekit.http.application.application import Application
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.settings import KitSettings

ROOT = Path(__file__).parents[1]
Class = TypeVar("Class")
PACKAGE_PATTERNS = ("libs/*", "services/*", "gateway/embedded", "cli")


@dataclass(frozen=True, slots=True)
class Service:
    """A service that has an application: its folder, its import name, and what it declares."""

    folder: Path
    package: str

    @property
    def name(self) -> str:
        """The name in its addresses; its folder may have a longer one."""
        return self.endpoints[0].operation_id.partition(".")[0]

    @property
    def source(self) -> Path:
        return self.folder / "src" / self.package

    @property
    def application(self) -> Application:
        found = import_module(f"{self.package}.app").app
        assert isinstance(found, Application)  # noqa: S101 - create_service makes nothing else
        return found

    @property
    def endpoints(self) -> list[Endpoint]:
        return sorted(self.application.endpoints, key=lambda endpoint: endpoint.operation_id)

    def module_path(self, endpoint: Endpoint) -> str:
        """Return the module of an operation, relative to `operations`: `keys.encrypt`."""
        return endpoint.operation.handler.__module__.removeprefix(f"{self.package}.operations.")


def services() -> list[Service]:
    found = sorted(ROOT.glob("services/*/src/*/app.py"))
    return [Service(path.parents[2], path.parent.name) for path in found]


def packages() -> list[Path]:
    """Return the source folder of every package."""
    return sorted(
        path.parent for pattern in PACKAGE_PATTERNS for path in ROOT.glob(f"{pattern}/src/*/__init__.py")
    )


def source_files() -> list[Path]:
    return sorted(path for package in packages() for path in package.rglob("*.py"))


def checking_files() -> list[Path]:
    patterns = (*(f"{pattern}/tests" for pattern in PACKAGE_PATTERNS), "tests")
    folders = [folder for pattern in patterns for folder in ROOT.glob(pattern)]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def import_everything() -> None:
    """Import every module of the libraries and services, so that their classes are known."""
    for package in own_packages():
        top = import_module(package)
        for found in pkgutil.walk_packages(top.__path__, f"{package}."):
            import_module(found.name)


def subclasses(parent: type[Class]) -> Iterator[type[Class]]:
    for child in type.__subclasses__(parent):
        yield child
        yield from subclasses(child)


def errors() -> list[type[OperationError]]:
    """Return every error that a caller may be told, of the libraries and the services installed."""
    import_everything()
    found = {error for error in subclasses(OperationError) if _is_installed(error)}
    return sorted(found, key=lambda error: (error.code, error.__qualname__))


def settings() -> list[type[Settings]]:
    """Return the kit's settings, then those of the services."""
    import_everything()
    own = [one for one in subclasses(Settings) if one is not KitSettings and _is_installed(one)]
    return [KitSettings, *sorted(own, key=lambda one: one.__module__)]


def _is_installed(one: type) -> bool:
    """Return whether a class belongs to the product rather than to a test of this process."""
    return one.__module__.partition(".")[0] in own_packages()


@cache
def own_packages() -> tuple[str, ...]:
    """Return the import names of the libraries, the kit first, and of the services."""
    libraries = sorted(path.parent.name for path in ROOT.glob("libs/*/src/*/__init__.py"))
    libraries.sort(key=lambda name: name != "servicekit")
    return (*libraries, *(service.package for service in services()))
