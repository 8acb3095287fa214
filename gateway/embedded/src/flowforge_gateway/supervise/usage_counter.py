"""Accumulate usage and write it to Redis once a second. While Redis is down, counts are kept in memory."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from flowforge_gateway.counters.connection import RedisConnection
from flowforge_gateway.usage import KEEP, usage_field, usage_key

_INTERVAL_SECONDS = 1.0


class UsageCounter:
    """Usage counts that have not been written yet."""

    def __init__(self, redis: RedisConnection) -> None:
        self._redis = redis
        self._pending: Counter[tuple[str, str]] = Counter()  # by hash and field

    def add(self, consumer: str, service: str, counter: str, count: int = 1) -> None:
        """Count for today: `requests`, `errors` or `rejected`."""
        self._pending[usage_key(datetime.now(UTC).date()), usage_field(consumer, service, counter)] += count

    async def write_regularly(self) -> None:
        """Write once a second until cancelled."""
        while True:
            await asyncio.sleep(_INTERVAL_SECONDS)
            self.write()

    def write(self) -> None:
        """Send pending counts. Counts that Redis does not acknowledge become pending again."""
        batch, self._pending = self._pending, Counter()
        for (key, field), count in batch.items():
            self._increment(key, field, count)
        for key in {key for key, _ in batch}:
            self._redis.ask((b"EXPIRE", key, int(KEEP.total_seconds())), _ignore)

    async def flush(self) -> None:
        """Write pending counts and wait until Redis has acknowledged them or is down."""
        self.write()
        await self._redis.drained()

    def _increment(self, key: str, field: str, count: int) -> None:
        def answered(reply: Any) -> None:
            if reply is None:
                self._pending[key, field] += count

        self._redis.ask((b"HINCRBY", key, field, count), answered)


def _ignore(_reply: Any) -> None:
    """An expiry that was not set is set with the next count."""
