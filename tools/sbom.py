"""Write a bill of materials (CycloneDX 1.6) for each service, and a list of all licences.

python -m tools.sbom FOLDER. What is locked for a service is its content; licences are those that the
installed packages state, and parts are what wheels say is compiled into them.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from flowforge_gateway.services import ServiceEntry, load_entries
from tools.repository import Service, services
from tools.requirements import LOCKED, installed, licence, locked, parts

_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_SPDX = re.compile(r"^[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*$")


def bill(service: Service) -> dict[str, Any]:
    """Return the bill of materials of a service, in CycloneDX's JSON."""
    name = f"flowforge-{service.name}"
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": name, "bom-ref": name}},
        "components": list(_components(service)),
    }


def _components(service: Service) -> Iterator[dict[str, Any]]:
    entry = next(one for one in load_entries() if one.name == service.name)
    for file, names in _contents(service, entry).items():
        hashes = _hashes(file)
        for name in names:
            for version in sorted(locked(file)[name]):
                yield _component(name, version, hashes[name], installed(name))
    for name in entry.system_packages:
        yield {"type": "library", "name": name, "purl": f"pkg:deb/debian/{name}", "bom-ref": f"deb:{name}"}


def _contents(service: Service, entry: ServiceEntry) -> dict[str, list[str]]:
    """Return the packages by the file that locks them."""
    own = sorted(locked(service.folder.name))
    models = {canonicalize_name(package) for one in entry.weights.values() for package in one}
    return {service.folder.name: own, "weights": sorted(models - set(own))}


def _component(name: str, version: str, hashes: Sequence[str], found: Distribution | None) -> dict[str, Any]:
    reference = f"pkg:pypi/{name}@{version}"
    stated = licence(found) if found else ""
    inside = (
        [
            {"type": "library", "name": part, "bom-ref": f"{reference}#{part}", **_licensed(text)}
            for part, text in sorted(parts(found).items())
        ]
        if found
        else []
    )
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": reference,
        "bom-ref": reference,
        "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
        **_licensed(stated),
        **({"components": inside} if inside else {}),
    }


def _licensed(stated: str) -> dict[str, Any]:
    """Return a licence as an expression of SPDX where it is one, else by its name."""
    first = stated.partition("; ")[0].strip().removeprefix("License :: OSI Approved :: ")
    if not first:
        return {}
    if _SPDX.match(first) and " " in first:
        return {"licenses": [{"expression": first}]}
    return {"licenses": [{"license": {"name": first}}]}


def _hashes(file: str) -> dict[str, list[str]]:
    """Return the hashes of the wheels and archives that may be installed, by package."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (LOCKED / f"{file}.txt").read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum():
            current = found.setdefault(canonicalize_name(re.split(r"[\[=]", line)[0]), [])
        current += _HASH.findall(line)
    return found


def licences(bills: Sequence[dict[str, Any]]) -> str:
    """Return a table of every package with its licence and the services that have it."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    for one in bills:
        service = one["metadata"]["component"]["name"].removeprefix("flowforge-")
        for component in one["components"]:
            stated = component.get("licenses", [{}])[0]
            text = stated.get("expression") or stated.get("license", {}).get("name", "")
            rows.setdefault((component["name"], component.get("version", ""), text), []).append(service)
    lines = ["# Licences\n", "| package | version | licence | services |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {version} | {text} | {', '.join(users)} |"
        for (name, version, text), users in sorted(rows.items())
    ]
    return "\n".join(lines) + "\n"


def main(folder: Path) -> int:
    """Write NAME.cdx.json for each service, and licences.md."""
    folder.mkdir(parents=True, exist_ok=True)
    bills = [bill(service) for service in services()]
    for one in bills:
        name = one["metadata"]["component"]["name"].removeprefix("flowforge-")
        (folder / f"{name}.cdx.json").write_text(json.dumps(one, indent=1) + "\n", encoding="utf-8")
    (folder / "licences.md").write_text(licences(bills), encoding="utf-8")
    print(f"Wrote {len(bills)} bills of materials and licences.md to {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/sbom")))
