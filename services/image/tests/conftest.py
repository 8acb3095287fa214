"""Pictures that others made, uploads, contexts, and a running service."""

import hashlib
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image
from skimage import metrics
from tools.sample_pictures import sample_picture

from flowforge_image.app import app
from servicekit import ANONYMOUS, FileInput, FileOutput
from servicekit.execution.worker.context import WorkerContext
from servicekit.testing import serve


@pytest.fixture(scope="session")
def picture() -> Callable[[str], Path]:
    return sample_picture


@pytest.fixture
def spooled(tmp_path: Path) -> Callable[..., FileInput]:
    """Make bytes, or a file, what an upload would be."""

    def spool(content: bytes | Path, name: str | None = "picture.bin") -> FileInput:
        if isinstance(content, Path):
            name, content = content.name, content.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        path = tmp_path / digest
        path.write_bytes(content)
        return FileInput(path, len(content), digest, "application/octet-stream", name)

    return spool


@pytest.fixture
def upload(picture: Callable[[str], Path], spooled: Callable[..., FileInput]) -> Callable[[str], FileInput]:
    """Make a test picture what an upload would be."""
    return lambda name: spooled(picture(name))


@pytest.fixture(scope="session")
def reference(picture: Callable[[str], Path]) -> Callable[[str], Any]:
    """Read a test picture with another decoder than the service's own."""

    def read(name: str) -> Any:
        with Image.open(picture(name)) as found:
            found.load()
            return found.copy()

    return read


@pytest.fixture(scope="session")
def opened() -> Callable[[FileOutput], Any]:
    """Read an answer with another decoder than the service's own."""

    def read(output: FileOutput) -> Any:
        assert isinstance(output.data, bytes)
        found = Image.open(io.BytesIO(output.data))
        found.load()
        return found

    return read


@pytest.fixture(scope="session")
def likeness() -> Callable[[Any, Any], float]:
    """Compare two pictures of Pillow's by scikit-image's SSIM."""
    measure: Any = metrics.structural_similarity

    def compare(one: Any, other: Any) -> float:
        pixels = [np.asarray(each.convert("RGB")) for each in (one, other)]
        return float(measure(*pixels, channel_axis=2))

    return compare


@pytest.fixture
def context(tmp_path: Path) -> WorkerContext:
    """Return what handlers in worker processes are given."""
    return WorkerContext(ANONYMOUS, "test", time.monotonic() + 60, tmp_path, 60, lambda *_: None)


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    with serve(app) as url, httpx.Client(base_url=f"{url}/api/v1/image", timeout=60) as opened:
        yield opened
