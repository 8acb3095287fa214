from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import httpx
import pytest

from servicekit.testing import serve_process

ROOT = "/api/v1/crypto"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service with a store and a master key."""
    folder = tmp_path_factory.mktemp("service")
    environment = {
        "FLOWFORGE_STORE_URL": f"sqlite://{folder}/store.sqlite",
        "FLOWFORGE_CRYPTO_MASTER_KEY": "ab" * 32,
    }
    with (
        serve_process("flowforge_crypto.app:app", folder, environment=environment) as server,
        httpx.Client(base_url=server.url + ROOT, timeout=30) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service without either."""
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
def fails() -> Callable[[httpx.Response, int, str], None]:
    def check(answer: httpx.Response, status: int, code: str) -> None:
        body: dict[str, Any] = answer.json()
        assert (answer.status_code, body["error"]["code"]) == (status, code), answer.text

    return check
