"""Enforce the direction of imports: services -> kit -> third parties, and no cycles within a package.

The packages are found, so that a new service is held without an edit. import-linter does the work.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from configparser import ConfigParser
from pathlib import Path
from typing import Any

from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

ROOT = Path(__file__).parents[1]

# What the kit does for a service: none imports these itself.
KIT_BUSINESS = ("fastapi", "starlette", "uvicorn", "prometheus_client", "redis", "httpcore", "opentelemetry")

# From the top; a module imports only what stands below it, or beside it after a colon.
KIT_LAYERS = (
    "data_urls : service : testing : webhooks",
    "openapi",
    "http",
    "execution : fetch : observe",
    "context",
    "ports",
    "operations",
    "service_info : settings",
    "errors : sqlite : tickets",
)


def packages(pattern: str) -> list[str]:
    """Return the import names of the packages in the src folders that match."""
    return sorted(path.parent.name for path in ROOT.glob(f"{pattern}/src/*/__init__.py"))


def kit_modules() -> list[str]:
    """Return what lies inside the kit; `servicekit` itself is its public face."""
    kit = ROOT / "libs/servicekit/src/servicekit"
    modules = {path.parent for path in kit.glob("*/__init__.py")} | set(kit.glob("*.py"))
    return sorted(f"servicekit.{path.stem}" for path in modules if path.stem[0] != "_")


def contracts() -> list[dict[str, Any]]:
    services, libraries = packages("services/*"), packages("libs/*")
    others = [*packages("gateway/embedded"), *packages("cli")]
    every = [*libraries, *services, *others]
    found: list[dict[str, Any]] = [
        _forbidden("Libraries import no service, gateway or command", libraries, [*services, *others]),
        _forbidden("Gateway and command import no service", others, services),
        _forbidden("Services leave HTTP, metrics and caches to the kit", services, KIT_BUSINESS),
        _forbidden("Services import no gateway or command", services, others),
        _forbidden("Services use the kit's public names", services, kit_modules()),
        {"name": "No package has an import cycle", "type": "acyclic_siblings", "ancestors": every},
        {
            "name": "The kit is built in layers",
            "type": "layers",
            "containers": ["servicekit"],
            "layers": KIT_LAYERS,
            "exhaustive": True,
        },
    ]
    if len(services) > 1:
        independent = {"name": "No service imports another", "type": "independence", "modules": services}
        found.append(independent)
    return found


def _forbidden(name: str, sources: list[str], targets: Sequence[str]) -> dict[str, Any]:
    return {
        "name": name,
        "type": "forbidden",
        "source_modules": sources,
        "forbidden_modules": targets,
        "allow_indirect_imports": True,
    }


def configuration() -> ConfigParser:
    """Return what import-linter reads: a section for the packages, and one for each contract."""
    patterns = ("libs/*", "services/*", "gateway/embedded", "cli")
    roots = [name for pattern in patterns for name in packages(pattern)]
    parser = ConfigParser()
    parser["importlinter"] = _text({"root_packages": roots, "include_external_packages": True})
    for number, contract in enumerate(contracts()):
        parser[f"importlinter:contract:{number}"] = _text(contract)
    return parser


def _text(options: Mapping[str, object]) -> dict[str, str]:
    return {
        name: "\n" + "\n".join(value) if isinstance(value, list | tuple) else str(value)
        for name, value in options.items()
    }


def main() -> int:
    configure()
    with tempfile.NamedTemporaryFile("w", suffix=".ini", encoding="utf-8") as written:
        configuration().write(written)
        written.flush()
        kept = lint_imports(written.name, cache_dir=str(ROOT / ".import_linter_cache"), no_logo=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
