"""Tiers: exactly the limit is admitted, what is rejected does not count, callers learn where they stand."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from gateway_stand.checks import assert_refused
from gateway_stand.declaration import PER_BURSTS, PER_DAY, PER_MINUTE
from gateway_stand.stand import Stand

PATH = "/api/v1/crypto/x"
_ENOUGH_SECONDS = 10


@pytest.fixture(autouse=True)
def _well_inside_a_minute() -> None:
    """A window that ends during a test would admit more: wait for the next one if it is that late."""
    left = 60 - time.time() % 60
    if left < _ENOUGH_SECONDS:
        time.sleep(left + 0.05)


@pytest.fixture
def tiny(stand: Stand, name: Callable[[str], str]) -> Iterator[httpx.Client]:
    """A consumer with 5 requests a minute, one of which has been used to see that its key is known."""
    with stand.client(stand.key(name("tiny"), tier="tiny")) as it:
        yield it


def test_callers_learn_where_they_stand(tiny: httpx.Client) -> None:
    answer = tiny.get(PATH)
    headers = answer.headers
    assert headers["ratelimit-limit"] == headers["x-ratelimit-limit-minute"] == str(PER_MINUTE)
    assert headers["ratelimit-remaining"] == headers["x-ratelimit-remaining-minute"] == str(PER_MINUTE - 2)
    assert headers["x-ratelimit-limit-day"] == "1000"
    assert headers["x-ratelimit-remaining-day"] == "998"
    assert abs(int(headers["ratelimit-reset"]) - (60 - time.time() % 60)) <= 2
    assert "retry-after" not in headers


def test_over_the_limit(tiny: httpx.Client) -> None:
    for _ in range(PER_MINUTE - 1):
        assert tiny.get(PATH).status_code == 200
    answer = tiny.get(PATH)
    assert_refused(answer, 429, "RATE_LIMITED")
    assert answer.headers["retry-after"] == answer.headers["ratelimit-reset"]
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert answer.headers["ratelimit-remaining"] == "0"


def test_the_tightest_window_is_told(stand: Stand, name: Callable[[str], str]) -> None:
    with stand.client(stand.key(name("daily"), tier="daily")) as daily:
        headers = daily.get(PATH).headers
        assert headers["ratelimit-limit"] == str(PER_DAY)
        assert headers["ratelimit-remaining"] == str(PER_DAY - 2)
        assert int(headers["ratelimit-reset"]) > 60 or time.gmtime().tm_hour == 23
        daily.get(PATH)
        assert_refused(daily.get(PATH), 429, "RATE_LIMITED")


def test_of_40_at_once_exactly_the_limit_is_admitted(stand: Stand, name: Callable[[str], str]) -> None:
    key = stand.store.add(name("crowd"), tier="tiny").key
    stand.render()
    witness = stand.key(name("witness"))  # rendered later: when it is known, so is the crowd's
    assert witness

    def call(_number: int) -> int:
        with stand.client(key) as client:
            return client.get(PATH).status_code

    with ThreadPoolExecutor(40) as pool:
        answers = Counter(pool.map(call, range(40)))
    assert answers == {200: PER_MINUTE, 429: 40 - PER_MINUTE}


def test_exactly_the_limit_is_admitted_in_bursts(stand: Stand, name: Callable[[str], str]) -> None:
    """A gateway may count in blocks; bursts with longer pauses between them must not show it."""
    consumer = name("bursts")
    key = stand.key(consumer, tier="burst")  # one request
    admitted, refused = 1, 0

    def call(number: int) -> int:
        with stand.client(key) as client:
            return sum(client.get(PATH).status_code == 200 for _ in range(number))

    for each in (20, 25, 10, 15):
        with ThreadPoolExecutor(40) as pool:
            passed = sum(pool.map(call, [each] * 40))
        admitted, refused = admitted + passed, refused + 40 * each - passed
        time.sleep(0.3)
    assert (admitted, refused) == (PER_BURSTS, 40 * 70 + 1 - PER_BURSTS)


def test_limits_are_a_consumers_over_all_services_and_keys(stand: Stand, name: Callable[[str], str]) -> None:
    consumer = name("tiny")
    first = stand.key(consumer, tier="tiny")
    second = stand.store.rotate(consumer).key
    stand.render()
    stand.wait_for(second)
    with stand.client(first) as one, stand.client(second) as other:
        statuses = [
            client.get(f"/api/v1/{it}/x").status_code for client in (one, other) for it in ("crypto", "llm")
        ]
    assert statuses == [200, 200, 200, 429]


def test_public_pages_do_not_count(tiny: httpx.Client) -> None:
    for _ in range(2 * PER_MINUTE):
        answer = tiny.get("/api/v1/crypto/health")
        assert answer.status_code == 200
        assert "ratelimit-limit" not in answer.headers
