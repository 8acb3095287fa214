"""The service as its users run it, behind the gateway's secret; two consumers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

SECRET = "shared with the gateway"
APP = "flowforge_files.app:app"
Keep = Callable[..., dict[str, Any]]


def environment(folder: Path) -> dict[str, str]:
    return {
        "FLOWFORGE_FILES_URL": f"file://{folder}/files",
        "FLOWFORGE_FILES_SIGNING_KEY": "a signing key of 32 characters...",
        "FLOWFORGE_FILES_QUOTA_BYTES": '{"basic": 3000000}',
        "FLOWFORGE_FILES_SWEEP_SECONDS": "0.2",
        "FLOWFORGE_FILES_DISCARD_SECONDS": "0.2",
        "FLOWFORGE_FILES_REMEMBER_HOURS": "1",
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
        "FLOWFORGE_BODY_TIMEOUT_SECONDS": "2",
    }


def client_of(server: ServedProcess, name: str, tier: str = "free") -> httpx.Client:
    identity = {"X-Gateway-Secret": SECRET, "X-User-Id": name, "X-Consumer-Tier": tier}
    return httpx.Client(base_url=server.url, headers=identity, timeout=30)


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
    return lambda address: served.url + address.removeprefix("http://127.0.0.1:3009")


@pytest.fixture
def caller(served: ServedProcess) -> Callable[..., httpx.Client]:
    """Open a client of any consumer and tier."""
    return lambda name, tier="free": client_of(served, name, tier)
