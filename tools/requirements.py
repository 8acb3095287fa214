"""What is declared in pyproject.toml files, what is locked in requirements/, and what is installed."""

import json
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.repository import PACKAGE_PATTERNS, ROOT

LOCKED = ROOT / "requirements"
PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[^\]]*\])?==(?P<version>[^ ;\\]+)")


def projects() -> list[Path]:
    return sorted(path for pattern in PACKAGE_PATTERNS for path in ROOT.glob(f"{pattern}/pyproject.toml"))


@cache
def declared(project: Path) -> list[Requirement]:
    """Return the dependencies of a project on others than this repository's."""
    found = [Requirement(one) for one in _table(project)["dependencies"]]
    return [one for one in found if not one.name.startswith("flowforge-")]


def own_libraries(project: Path) -> list[Path]:
    """Return the projects of this repository that a project needs, each once, the needed ones first."""
    by_name = {_table(one)["name"]: one for one in projects()}
    found: list[Path] = []
    for name in (Requirement(text).name for text in _table(project)["dependencies"]):
        if name in by_name:
            found += [*own_libraries(by_name[name]), by_name[name]]
    return list(dict.fromkeys(found))


@cache
def _table(project: Path) -> dict[str, Any]:
    with project.open("rb") as stream:
        table: dict[str, Any] = tomllib.load(stream)["project"]
    return table


def declared_for_development() -> list[Requirement]:
    return _listed("dev.in")


def declared_for_tracing() -> list[Requirement]:
    """Return what every service has beside its own dependencies, to send traces."""
    return _listed("tracing.in")


def tracing_extra() -> list[Requirement]:
    """Return the extra `tracing` of the kit."""
    extras = _table(ROOT / "libs" / "servicekit" / "pyproject.toml")["optional-dependencies"]
    return [Requirement(one) for one in extras["tracing"]]


def _listed(name: str) -> list[Requirement]:
    lines = (LOCKED / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(wanted) for line in lines if (wanted := line.partition("#")[0].strip())]


@cache
def locked(name: str) -> dict[str, set[str]]:
    """Return every pin of requirements/NAME.txt: a package may have one version for each Python."""
    text = (LOCKED / f"{name}.txt").read_text(encoding="utf-8")
    pins: dict[str, set[str]] = {}
    for line in text.splitlines():
        if match := PINNED.match(line):
            pins.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return pins


def installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def closure(direct: Iterable[Requirement]) -> set[str]:
    """Return all that the requirements need on any platform, as far as installed packages tell."""
    found: set[tuple[str, str]] = set()
    waiting = _wanted(direct)
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) not in found:
            found.add((name, extra))
            waiting += [item for item in _needs(name, extra) if item not in found]
    return {name for name, _ in found}


def _needs(name: str, extra: str) -> list[tuple[str, str]]:
    package = installed(name)
    requires = [Requirement(text) for text in (package.requires or ())] if package else []
    return _wanted(one for one in requires if _extra_of(one) in ("", extra))


def _wanted(requirements: Iterable[Requirement]) -> list[tuple[str, str]]:
    return [(canonicalize_name(one.name), extra) for one in requirements for extra in ("", *one.extras)]


def _extra_of(requirement: Requirement) -> str:
    match = re.search(r"extra == [\"']([^\"']+)[\"']", str(requirement.marker or ""))
    return match[1] if match else ""


def licence(package: Distribution) -> str:
    """Return what a package says of its licence: expression, classifiers and short text, or its title."""
    data = package.metadata
    classifiers = [text for text in data.get_all("Classifier") or [] if text.startswith("License")]
    expressions = data.get_all("License-Expression") or []
    texts = [text.strip()[:80] for text in data.get_all("License") or []]
    return "; ".join(filter(None, [*expressions, *classifiers, *texts])) or _title(package)


def _title(package: Distribution) -> str:
    """Return the first line of a package's licence: "MIT License"."""
    for name in package.metadata.get_all("License-File") or ():
        text = package.read_text(f"licenses/{name}") or ""
        if text.strip():
            return text.strip().splitlines()[0].strip()
    return ""


def parts(package: Distribution) -> dict[str, str]:
    """Return name and licence of what a wheel's own bills of materials say is compiled into it."""
    files = [path for path in package.files or () if "sboms" in path.parts and path.suffix == ".json"]
    bills = [json.loads(path.read_text()) for path in files]
    return {one["name"]: _stated(one) for bill in bills for one in bill.get("components", ())}


def _stated(component: dict[str, Any]) -> str:
    choices = component.get("licenses", ())
    return "; ".join(str(one.get("expression") or one.get("license", {}).get("id", "")) for one in choices)
