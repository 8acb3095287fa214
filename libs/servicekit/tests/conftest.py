"""The sample service: importable here and in its worker processes, served for the whole run."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parent / "sample"))

from servicekit.testing import serve

PREFIX = "/api/v1/sample"


@pytest.fixture(scope="session")
def sample_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample service without gateway, cache or file store, but with a durable store."""
    from kit_sample.app import app  # noqa: PLC0415 - its folder is on the path since a few lines ago

    folder = tmp_path_factory.mktemp("sample")
    with ExitStack() as running:
        with pytest.MonkeyPatch.context() as patch:  # only while it starts: others inherit the environment
            patch.setenv("FLOWFORGE_SPOOL_DIR", str(folder / "spool"))
            patch.setenv("FLOWFORGE_STORE_URL", f"sqlite:///{folder / 'store.sqlite'}")
            patch.setenv("FLOWFORGE_HEARTBEAT_SECONDS", "0.2")
            patch.setenv("FLOWFORGE_BODY_TIMEOUT_SECONDS", "1")
            patch.setenv("FLOWFORGE_MAX_JSON_BYTES", "1000000")
            url = running.enter_context(serve(app))
        yield url + PREFIX


@pytest.fixture
def sample(sample_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sample_url, timeout=20) as client:
        yield client
