"""Durable values in Redis or Valkey, for services on many machines. Configure the server to keep its data."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from servicekit.ports.keys import bounds, to_bytes, to_text
from servicekit.ports.store import StoreConflict, StoredValue, StoreFailed

if TYPE_CHECKING:
    from redis import Redis

MAX_CONNECTIONS = 16
ATTEMPT_SECONDS = 2.0

# An entry is a hash of value and version. Its owner's index is a sorted set of equal scores: the keys in
# order of their bytes. Both carry one {tag}, so that a cluster keeps them on one node.
_PUT = """
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if ARGV[3] ~= '' and tonumber(ARGV[3]) ~= version then return -1 end
redis.call('HSET', KEYS[1], 'version', version + 1, 'value', ARGV[2])
redis.call('ZADD', KEYS[2], 0, ARGV[1])
return version + 1
"""
_DELETE = """
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('DEL', KEYS[1])
"""


class RedisStore:
    """Raises StoreFailed where the server does not answer in time."""

    def __init__(self, url: str) -> None:
        from servicekit.ports.redis_client import open_sync  # noqa: PLC0415 - 27 MB, if configured

        self._client = open_sync(url, max_connections=MAX_CONNECTIONS, seconds=ATTEMPT_SECONDS)

    def for_consumer(self, service: str, consumer_id: str) -> "RedisEntries":
        return RedisEntries(self, service, consumer_id)

    def ping(self) -> None:
        with self.client() as client:
            client.exists("flowforge:store")

    def close(self) -> None:
        self._client.close()
        self._client.connection_pool.disconnect()

    @contextmanager
    def client(self) -> "Iterator[Redis]":
        from redis import RedisError  # noqa: PLC0415 - loaded by then

        try:
            yield self._client
        except RedisError as error:
            raise StoreFailed from error


class RedisEntries:
    """The values of one consumer in one service."""

    def __init__(self, store: RedisStore, service: str, consumer_id: str) -> None:
        self._store = store
        owner = (
            f"{to_bytes(service).hex()}.{to_bytes(consumer_id).hex()}"  # no owner can spell another's keys
        )
        self._index = f"flowforge:store:{{{owner}}}".encode()

    def get(self, key: str) -> StoredValue | None:
        with self._store.client() as client:
            found: Any = client.hmget(self._entry(key), ["value", "version"])
        return StoredValue(found[0], int(found[1])) if found[1] is not None else None

    def put(self, key: str, value: bytes, *, if_version: int | None = None) -> int:
        expected = b"" if if_version is None else b"%d" % if_version
        version = self._run(_PUT, key, value, expected)
        if version < 0:
            raise StoreConflict(key=key)
        return version

    def delete(self, key: str) -> bool:
        return self._run(_DELETE, key) > 0

    def keys(self, prefix: str = "", *, after: str = "", limit: int = 1000) -> list[str]:
        lowest, end = bounds(prefix, after)
        with self._store.client() as client:
            found: Any = client.zrangebylex(self._index, b"[" + lowest, b"(" + end, start=0, num=limit)
        return [to_text(key) for key in found]

    def _entry(self, key: str) -> bytes:
        return self._index + b":" + to_bytes(key)

    def _run(self, script: str, key: str, *values: bytes) -> int:
        with self._store.client() as client:
            call: Any = client.register_script(script)
            return int(call(keys=[self._entry(key), self._index], args=[to_bytes(key), *values]))
