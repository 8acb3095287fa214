"""The service as its users run it, behind the gateway's secret; two consumers."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from moto.server import ThreadedMotoServer

sys.path.insert(0, str(Path(__file__).parent / "stand"))

from files_stand import APP, GATEWAY, client_of, environment, in_bucket

from servicekit.testing import ServedProcess, serve_process

Keep = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of moto's server: S3 over real HTTP."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session", params=["folder", "bucket"])
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Settings of a service that keeps content in a folder, and of one that keeps it in a bucket."""
    folder = tmp_path_factory.mktemp("files")
    elsewhere = in_bucket(request.getfixturevalue("s3"), folder) if request.param == "bucket" else {}
    return environment(folder) | elsewhere


@pytest.fixture(scope="session")
def served(stored: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    with serve_process(APP, tmp_path_factory.mktemp("served"), environment=stored) as server:
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
