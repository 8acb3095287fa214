"""One platform for the tests of the clients."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "system"))  # for system_stand

from system_stand.platform import Platform


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    names = ("crypto", "math", "pdf", "image", "files", "jobs", "portal")
    with tempfile.TemporaryDirectory(prefix="ffsdk") as folder:
        it = Platform(Path(folder) / "state")
        started = it.run("up", "--detach", *names, seconds=120)
        assert started.returncode == 0, started.stdout + started.stderr
        try:
            yield it
        finally:
            assert it.run("down").returncode == 0


@pytest.fixture(scope="session")
def key(platform: Platform) -> str:
    return platform.key("client", "--tier", "enterprise")
