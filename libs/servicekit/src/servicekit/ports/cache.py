"""Results kept between requests. A cache that is away costs nothing but the hits."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from redis.asyncio import Redis

ATTEMPT_SECONDS = 0.25
PAUSE_SECONDS = 1.0
MAX_CONNECTIONS = 16
_PREFIX = "flowforge:cache:"
_log = logging.getLogger("servicekit.cache")


class ResultCache(Protocol):
    """Keys are of the kit's making. No error escapes get and put; ping raises if nothing answers.

    A cache that does not *keep* stores nothing, so no key needs to be computed.
    """

    keeps: bool

    async def get(self, key: str) -> bytes | None: ...

    async def put(self, key: str, value: bytes, ttl_seconds: int) -> None: ...

    async def ping(self) -> None: ...

    async def close(self) -> None: ...


class NullCache:
    """Stands in where no cache is configured: nothing is kept."""

    keeps = False

    async def get(self, key: str) -> bytes | None:
        return None

    async def put(self, key: str, value: bytes, ttl_seconds: int) -> None:
        return

    async def ping(self) -> None:
        return

    async def close(self) -> None:
        return


class RedisCache:
    """Results in Redis or Valkey.

    An attempt ends after a quarter of a second. After a failure nothing is tried for a second, and then by
    one request alone, so that a dead or hanging server costs the others nothing. A server that answers with
    a refusal (full, read-only) is asked on. `failures` counts both, `on_failure` is called for each; each is
    logged when it begins and when it ends. Raises ValueError if *url* is not one of Redis.
    """

    keeps = True

    def __init__(self, url: str, *, on_failure: Callable[[], None] | None = None) -> None:
        from servicekit.ports.redis_client import Refusal, open_async  # noqa: PLC0415 - 27 MB, if configured

        self.failures = 0
        self._on_failure = on_failure
        self._client = open_async(url, max_connections=MAX_CONNECTIONS, seconds=ATTEMPT_SECONDS)
        self._slots = asyncio.Semaphore(MAX_CONNECTIONS)
        self._refusal = Refusal
        self._refusing = False
        self._down = False
        self._try_again_at = 0.0

    async def get(self, key: str) -> bytes | None:
        found = await self._attempt(lambda client: client.get(_PREFIX + key))
        return found if isinstance(found, bytes) else None

    async def put(self, key: str, value: bytes, ttl_seconds: int) -> None:
        if ttl_seconds <= 0:
            return
        stored = await self._attempt(lambda client: client.set(_PREFIX + key, value, ex=ttl_seconds))
        if stored and self._refusing:
            self._refusing = False
            _log.info("result cache: results are taken again")

    async def ping(self) -> None:
        async with asyncio.timeout(ATTEMPT_SECONDS), self._slots:
            await self._client.get(_PREFIX)

    async def close(self) -> None:
        await self._client.aclose(close_connection_pool=True)

    async def _attempt(self, command: "Callable[[Redis], Awaitable[Any]]") -> object:
        if not await self._admitted():
            return None
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                reply: object = await command(self._client)
        except self._refusal as error:
            self._refused(error)
            return None
        except Exception as error:  # noqa: BLE001 - whatever it is, the request is served without the cache
            self._failed(error)
            return None
        finally:
            self._slots.release()
        if self._down:
            self._down = False
            _log.info("result cache: back, results are kept again")
        return reply

    async def _admitted(self) -> bool:
        """Wait for a connection; a crowd that takes too long is no fault of the server, but a miss."""
        if self._paused():
            return False
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                await self._slots.acquire()
        except TimeoutError:
            return False
        if self._paused():  # it failed while this request waited
            self._slots.release()
            return False
        if self._down:
            self._try_again_at = time.monotonic() + PAUSE_SECONDS  # this request tries, the others go on
        return True

    def _paused(self) -> bool:
        return self._down and time.monotonic() < self._try_again_at

    def _count(self) -> None:
        self.failures += 1
        if self._on_failure is not None:
            self._on_failure()

    def _refused(self, error: Exception) -> None:
        self._count()
        if not self._refusing:
            self._refusing = True
            _log.warning("result cache: results are refused (%s)", error)

    def _failed(self, error: Exception) -> None:
        self._count()
        self._try_again_at = time.monotonic() + PAUSE_SECONDS
        if not self._down:
            self._down = True
            _log.warning("result cache: away, results are not kept (%s: %s)", type(error).__name__, error)
