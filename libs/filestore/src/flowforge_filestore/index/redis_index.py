"""The file index in Redis or Valkey, for services on many machines. The server must persist its data."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from flowforge_filestore.index.transactions import Transaction
from servicekit.ports.file_errors import FileIndexUnavailable

if TYPE_CHECKING:
    from redis import Redis
    from redis.client import Pipeline

T = TypeVar("T")
MAX_CONNECTIONS = 16
ATTEMPT_SECONDS = 2.0
MAX_RETRY_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 0.02
_TAG = "flowforge:{files}"  # one tag, so that a cluster keeps all keys of a transaction on one node
_INDEX = f"{_TAG}:keys"


class _Work:
    """Watches what it reads, and gathers what is to be written."""

    def __init__(self, pipeline: "Pipeline") -> None:
        self.written: dict[str, bytes | None] = {}
        self._pipeline = pipeline

    def get(self, key: str) -> bytes | None:
        if key in self.written:
            return self.written[key]
        watch: Any = self._pipeline.watch  # the library leaves it untyped
        watch(_name(key))
        found: Any = self._pipeline.get(_name(key))
        return None if found is None else bytes(found)

    def put(self, key: str, value: bytes) -> None:
        self.written[key] = value

    def delete(self, key: str) -> None:
        self.written[key] = None


class RedisFileIndex:
    """Transactions are optimistic: one whose reads were overtaken runs again."""

    def __init__(self, url: str) -> None:
        from servicekit.ports.redis_client import open_sync  # noqa: PLC0415 - 27 MB, if configured

        self._client = open_sync(url, max_connections=MAX_CONNECTIONS, seconds=ATTEMPT_SECONDS)

    def transact(self, work: Callable[[Transaction], T]) -> T:
        from redis import WatchError  # noqa: PLC0415 - loaded by then

        retry_until = time.monotonic() + MAX_RETRY_SECONDS
        with self._use() as client:
            while True:
                try:
                    return self._attempt(client, work)
                except WatchError:
                    if time.monotonic() > retry_until:
                        raise
                    time.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS))  # noqa: S311 - spreads, hides nothing

    def _attempt(self, client: "Redis", work: Callable[[Transaction], T]) -> T:
        with client.pipeline() as pipeline:
            transaction = _Work(pipeline)
            result = work(transaction)
            pipeline.multi()
            for key, value in transaction.written.items():
                if value is None:
                    pipeline.delete(_name(key))
                    pipeline.zrem(_INDEX, key)
                else:
                    pipeline.set(_name(key), value)
                    pipeline.zadd(_INDEX, {key: 0})
            pipeline.execute()
            return result

    def read(self, keys: Sequence[str]) -> list[bytes | None]:
        if not keys:
            return []
        with self._use() as client:
            found: Any = client.mget([_name(key) for key in keys])
        return list(found)

    def scan(self, prefix: str, *, after: str = "", limit: int = 1000, newest: bool = False) -> list[str]:
        low, high = f"({prefix}", f"({prefix}\x7f"
        with self._use() as client:
            if newest:
                end = f"({after}" if after else high
                found: Any = client.zrevrangebylex(_INDEX, end, low, start=0, num=limit)
            else:
                start = f"({after}" if after else low
                found = client.zrangebylex(_INDEX, start, high, start=0, num=limit)
        return [key.decode("ascii") for key in found]

    def ping(self) -> None:
        with self._use() as client:
            client.exists(_INDEX)

    def close(self) -> None:
        self._client.close()
        self._client.connection_pool.disconnect()

    @contextmanager
    def _use(self) -> "Iterator[Redis]":
        from redis import RedisError  # noqa: PLC0415 - loaded by then

        try:
            yield self._client
        except RedisError as error:
            raise FileIndexUnavailable from error


def _name(key: str) -> str:
    return f"{_TAG}:{key}"
