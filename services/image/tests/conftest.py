"""Pictures that others made: of scikit-image's wheel, and of the source distributions in pictures.txt."""

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image
from skimage import metrics

from flowforge_image.app import app
from servicekit import ANONYMOUS, FileInput, FileOutput
from servicekit.execution.worker_context import WorkerContext
from servicekit.testing import serve

WANTED = Path(__file__).with_name("pictures.txt")
STORE = Path(__file__).parents[3] / ".tools" / "pictures"
FOLDERS = {"pillow": "Tests/images/", "pi_heif": "tests/images/"}


@pytest.fixture(scope="session")
def picture() -> Callable[[str], Path]:
    """Find a test picture: `skimage/rocket.jpg`, `pillow/hopper.jpg`, `pi_heif/heif_other/pug.heic`."""
    store = STORE / hashlib.sha256(WANTED.read_bytes()).hexdigest()[:16]
    if not store.is_dir():
        _fetch(store)

    def find(name: str) -> Path:
        package, _, path = name.partition("/")
        if package == "skimage":
            return Path(str(resources.files("skimage") / "data" / path))
        return store / package / path

    return find


def _fetch(store: Path) -> None:
    """Download and unpack into a folder beside *store*, then give it its name: there is no half of it."""
    STORE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=STORE))
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run(
        [*command, "--require-hashes", "-r", str(WANTED), "-d", str(folder / "archives")], check=True
    )
    for archive in (folder / "archives").iterdir():
        package = archive.name.rpartition("-")[0]
        with tarfile.open(archive) as opened:
            for member in opened:
                _, _, path = member.name.partition("/")
                if member.isfile() and path.startswith(FOLDERS[package]):
                    target = folder / package / path.removeprefix(FOLDERS[package])
                    target.parent.mkdir(parents=True, exist_ok=True)
                    content = opened.extractfile(member)
                    assert content is not None
                    target.write_bytes(content.read())
    shutil.rmtree(folder / "archives")
    if store.is_dir():
        shutil.rmtree(folder)
    else:
        folder.rename(store)


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
