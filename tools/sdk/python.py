"""Generate the Python client: types, models and methods beside the hand-written sources."""

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flowforge_specification import Document
from tools.repository import ROOT
from tools.sdk.models import input_types, result_models
from tools.sdk.python_surface import index_module, service_module
from tools.sdk.surface import Group, services_of

CLIENT = ROOT / "sdk" / "python"
PACKAGE = CLIENT / "src" / "flowforge"
GENERATED = ("operations", "models", "types")
_PACKAGES = {
    "operations": '"""The operations of each service."""\n',
    "models": '"""What the operations of each service answer."""\n',
    "types": '"""What the operations of each service take inside their fields."""\n',
}


def specification() -> Document:
    document: Document = json.loads((ROOT / "sdk" / "openapi.json").read_text(encoding="utf-8"))
    return document


def python_files(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every generated module, relative to the package."""
    services = services_of(document)
    yield "services.py", index_module(services)
    for folder, text in _PACKAGES.items():
        yield f"{folder}/__init__.py", text
    with ThreadPoolExecutor(2) as pool:
        for service, types, models in pool.map(lambda one: _typed(document, one), services):
            yield f"types/{service.name}.py", types
            yield f"models/{service.name}.py", models
            yield f"operations/{service.name}.py", service_module(document, service)


def _typed(document: Document, service: Group) -> tuple[Group, str, str]:
    return service, input_types(document, service), result_models(document, service)


def build_python(target: Path = PACKAGE) -> None:
    """Write the generated modules into *target*, in place of those of before."""
    files = list(python_files(specification()))
    for folder in GENERATED:
        shutil.rmtree(target / folder, ignore_errors=True)
    for name, text in files:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"wrote {len(files)} modules of the Python client")
