"""The service as its users run it, behind the gateway's secret; two consumers."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parent / "stand"))

from files_stand import APP, GATEWAY, client_of, environment

from servicekit.testing import ServedProcess, serve_process

Keep = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    folder = tmp_path_factory.mktemp("files")
    with serve_process(APP, folder, environment=environment(folder)) as server:
        yield server


@pytest.fixture
def ann(served: ServedProcess) -> Iterator[httpx.Client]:
    with client_of(served, "ann") as client:
        yield client


@pytest.fixture
def bob(served: ServedProcess) -> Iterator[httpx.Client]:
    with client_of(served, "bob") as client:
        yield client


@pytest.fixture
def keep(ann: httpx.Client) -> Keep:
    """Upload as ann, and return what the service tells."""

    def upload(content: bytes, name: str = "a.bin", **fields: str) -> dict[str, Any]:
        answer = ann.post("/api/v1/files", files={"file": (name, content)}, data=fields)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return upload


@pytest.fixture
def public(served: ServedProcess) -> Callable[[str], str]:
    """Lead a signed address, which names the gateway, to the service itself."""
    return lambda address: served.url + address.removeprefix(GATEWAY)


@pytest.fixture
def caller(served: ServedProcess) -> Callable[..., httpx.Client]:
    """Open a client of any consumer and tier."""
    return lambda name, tier="free": client_of(served, name, tier)
