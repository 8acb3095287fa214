"""Quality of searches: hybrid beside its parts, on texts that every machine with Python and Debian has.

    python -m benchmarks.vector_quality python|debian

A document is the long description of something, and the query that should find it its one-line summary: of
functions of Python's standard library, or of installed Debian packages. Settings were chosen on `python`;
`debian` is reported.
"""

import importlib
import inspect
import pkgutil
import re
import sys
import warnings
from pathlib import Path

import httpx

from servicekit.testing import serve

_MOST, _LEAST_CHARACTERS = 500, 150
_MODULES = (
    *("asyncio", "collections", "concurrent", "email", "http"),
    *("json", "logging", "multiprocessing", "os"),
)
_PACKAGES = Path("/var/lib/dpkg/status")


def python_docstrings() -> dict[str, tuple[str, str]]:
    """Return the summary and the rest of the docstrings of functions and methods, by qualified name."""
    found: dict[str, tuple[str, str]] = {}
    for name in _MODULES:
        for module in _modules(name):
            for one in [*vars(module).values()]:
                if not (inspect.isclass(one) or inspect.isfunction(one)):
                    continue
                members = [one, *vars(one).values()] if inspect.isclass(one) else [one]
                for member in members:
                    _add(found, member)
    return found


def _modules(name: str) -> list[object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        root = importlib.import_module(name)
        modules: list[object] = [root]
        for entry in pkgutil.iter_modules(getattr(root, "__path__", [])):
            if not entry.name.startswith("_"):
                try:
                    modules.append(importlib.import_module(f"{name}.{entry.name}"))
                except Exception:  # noqa: BLE001, S112 - modules of other systems
                    continue
    return modules


def _add(found: dict[str, tuple[str, str]], member: object) -> None:
    doc = inspect.getdoc(member) if callable(member) else None
    summary, _, rest = (doc or "").partition("\n\n")
    if len(rest) >= _LEAST_CHARACTERS and "\n" not in summary and len(summary) > 20:
        found[getattr(member, "__qualname__", summary)] = (summary, rest)


def debian_packages() -> dict[str, tuple[str, str]]:
    """Return the summary and the description of each installed package."""
    found = {}
    for entry in _PACKAGES.read_text().split("\n\n"):
        name = re.search(r"^Package: (.+)$", entry, re.MULTILINE)
        text = re.search(r"^Description: (.+)\n((?: .*\n?)+)", entry, re.MULTILINE)
        if name and text and len(text[2]) >= _LEAST_CHARACTERS:
            found[name[1]] = (text[1], " ".join(text[2].split()))
    return found


def main() -> None:
    """Print the measures of each setting."""
    source = python_docstrings() if sys.argv[1] == "python" else debian_packages()
    chosen = dict(sorted(source.items())[:: max(1, len(source) // _MOST)][:_MOST])
    from flowforge_vector.app import app  # noqa: PLC0415 - only once it is known what to measure

    with serve(app) as url, httpx.Client(base_url=f"{url}/api/v1/vector", timeout=600) as client:
        client.post("/collections", json={"name": "quality"}).raise_for_status()
        points = [{"id": name, "text": text[:4000]} for name, (_, text) in chosen.items()]
        for start in range(0, len(points), 50):
            part = {"points": points[start : start + 50]}
            client.post("/collections/quality/points/upsert", json=part).raise_for_status()
        queries = [{"text": summary, "relevant": {name: 1}} for name, (summary, _) in chosen.items()]
        answer = client.post("/collections/quality/evaluate", json={"queries": queries[:300]})
        print(len(chosen), "documents;", answer.json())


if __name__ == "__main__":
    main()
