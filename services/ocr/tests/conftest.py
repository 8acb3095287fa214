"""Pictures with their text, and the service over a real socket."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flowforge_ocr.app import app
from servicekit import ANONYMOUS, FileInput
from servicekit.execution.worker.context import WorkerContext
from servicekit.testing import serve

FILES = Path(__file__).with_name("files")


@pytest.fixture(scope="session")
def truth() -> dict[str, str]:
    """Return the text of each file of tests/files."""
    texts: dict[str, str] = json.loads((FILES / "truth.json").read_text(encoding="utf-8"))
    return texts


@pytest.fixture
def spooled(tmp_path: Path) -> Callable[..., FileInput]:
    """Make bytes, or a file, what an upload would be."""

    def spool(content: bytes | Path, name: str | None = "scan.png") -> FileInput:
        if isinstance(content, Path):
            name, content = content.name, content.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        path = tmp_path / digest
        path.write_bytes(content)
        return FileInput(path, len(content), digest, "application/octet-stream", name)

    return spool


@pytest.fixture
def upload(spooled: Callable[..., FileInput]) -> Callable[[str], FileInput]:
    """Make a file of tests/files what an upload would be."""
    return lambda name: spooled(FILES / name)


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    with serve(app) as url, httpx.Client(base_url=f"{url}/api/v1/ocr", timeout=120) as opened:
        yield opened


@pytest.fixture
def context(tmp_path: Path) -> Any:
    """Return what handlers in worker processes are given."""
    return WorkerContext(ANONYMOUS, "test", time.monotonic() + 120, tmp_path, 120, lambda *_: None)
