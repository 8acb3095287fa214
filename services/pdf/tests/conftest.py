"""Documents that others made, and the service over a real socket."""

import hashlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flowforge_pdf.app import app
from servicekit import ANONYMOUS, FileInput
from servicekit.execution.worker.context import WorkerContext
from servicekit.testing import serve

sys.path.insert(0, str(Path(__file__).parent / "stand"))

from pdf_samples import numbered_pages

FILES = Path(__file__).with_name("files")


@pytest.fixture
def spooled(tmp_path: Path) -> Callable[..., FileInput]:
    """Make bytes, or a file, what an upload would be."""

    def spool(content: bytes | Path, name: str | None = "document.pdf") -> FileInput:
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


@pytest.fixture
def sample(spooled: Any) -> Callable[..., FileInput]:
    """Make a document of several pages, each with its number and a word."""
    return lambda pages=3, **options: spooled(numbered_pages(pages, **options))


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    with serve(app) as url, httpx.Client(base_url=f"{url}/api/v1/pdf", timeout=60) as opened:
        yield opened


@pytest.fixture
def context(tmp_path: Path) -> WorkerContext:
    """Return what handlers in worker processes are given."""
    return WorkerContext(ANONYMOUS, "test", time.monotonic() + 60, tmp_path, 60, lambda *_: None)
