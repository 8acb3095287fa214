"""Clients of Redis and Valkey that fail fast: bounded connections, short waits, no retries of their own."""

from typing import Any

from redis import BlockingConnectionPool, Redis
from redis.asyncio import ConnectionPool as AsyncConnectionPool
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError as Refusal
from redis.retry import Retry

__all__ = ["Refusal", "open_async", "open_sync"]


def open_async(url: str, *, max_connections: int, seconds: float) -> AsyncRedis:
    """Open a client; more than *max_connections* commands at once are an error.

    The caller queues them itself, so that a crowd is not taken for an outage.
    """
    retry = AsyncRetry(NoBackoff(), 0)
    pool = AsyncConnectionPool.from_url(url, retry=retry, **_options(max_connections, seconds))
    return AsyncRedis.from_pool(pool)


def open_sync(url: str, *, max_connections: int, seconds: float) -> Redis:
    retry = Retry(NoBackoff(), 0)
    pool = BlockingConnectionPool.from_url(
        url, retry=retry, timeout=seconds, **_options(max_connections, seconds)
    )
    return Redis.from_pool(pool)


def _options(max_connections: int, seconds: float) -> dict[str, Any]:
    return {
        "max_connections": max_connections,
        "socket_timeout": seconds,
        "socket_connect_timeout": seconds,
        "protocol": 2,  # one round trip less on every new connection
    }
