"""Admit a caller's request, or not: its windows are counted in Redis."""

import time
from collections.abc import Callable

from flowforge_gateway.counters.connection import RedisConnection
from flowforge_gateway.counters.script import by_digest
from flowforge_gateway.counters.windows import Limits, Standing, standing

UNCOUNTED = Standing(admitted=True, lines=b"")


class Limiter:
    """Count requests of callers. While Redis is away they pass, and nothing is told about limits."""

    def __init__(self, redis: RedisConnection, clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self._clock = clock

    def count(self, caller: str, limits: Limits, done: Callable[[Standing], None]) -> None:
        """Count one request of *caller* and tell *done* where it stands."""
        now = self._clock()

        def answered(numbers: list[int] | None) -> None:
            if numbers is None:
                done(UNCOUNTED)
            else:
                done(standing(limits, numbers[:-1], now, admitted=numbers[-1] == 1))

        self._redis.ask(by_digest(caller, limits, now), answered)
