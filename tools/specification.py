"""The specification of the whole platform: sdk/openapi.json (3.1) and sdk/openapi-3.0.json (for generators).

`make docs` writes both from the applications in the repository, one line for each operation and component.
"""

from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from flowforge_specification import Document, merge, write
from servicekit.openapi import generator_profile
from tools.repository import ROOT, services

ADDRESS = "http://127.0.0.1:8000"
FULL = ROOT / "sdk" / "openapi.json"
GENERATORS = ROOT / "sdk" / "openapi-3.0.json"


@cache
def full_document() -> Document:
    """Return the OpenAPI 3.1 document of all services."""
    return _merged({service.name: service.application.openapi() for service in services()})


@cache
def generator_document() -> Document:
    """Return the OpenAPI 3.0.3 document of all services, in the profile that client generators understand."""
    documents = {service.name: service.application.openapi() for service in services()}
    return _merged({name: generator_profile(document) for name, document in documents.items()})


def specification_files() -> Iterator[tuple[Path, str]]:
    """Yield both files with what they should hold."""
    yield FULL, write(full_document())
    yield GENERATORS, write(generator_document())


def _merged(documents: dict[str, Document]) -> Document:
    return merge(documents, title="FlowForge", version=version("flowforge-cli"), address=ADDRESS)
