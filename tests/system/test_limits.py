"""Tiers: what is admitted, what is refused, and with which headers."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from system_stand.platform import Platform

pytestmark = pytest.mark.system

FREE_PER_MINUTE, FREE_PER_DAY = 100, 1000
LEFT, CALLERS = 5, 40


def test_forty_at_once_share_the_last_five(platform: Platform, name: Callable[[], str]) -> None:
    _leave_time_in_this_minute(15)
    key = platform.key(name())  # the call that waits for the key counts
    with platform.client(key, limits=httpx.Limits(max_connections=CALLERS)) as client:
        while (remaining := _remaining(_hash(client))) > LEFT:
            assert remaining < FREE_PER_MINUTE
        with ThreadPoolExecutor(CALLERS) as pool:
            answers = list(pool.map(lambda _: _hash(client), range(CALLERS)))
        assert Counter(answer.status_code for answer in answers) == {200: LEFT, 429: CALLERS - LEFT}
        _check_refusal(next(answer for answer in answers if answer.status_code == 429))
        assert sorted(_remaining(answer) for answer in answers if answer.status_code == 200) == [
            0,
            1,
            2,
            3,
            4,
        ]


def _check_refusal(answer: httpx.Response) -> None:
    error = answer.json()["error"]
    assert (error["code"], error["retryable"]) == ("RATE_LIMITED", True)
    headers = answer.headers
    assert headers["RateLimit-Limit"] == headers["X-RateLimit-Limit-Minute"] == str(FREE_PER_MINUTE)
    assert headers["RateLimit-Remaining"] == headers["X-RateLimit-Remaining-Minute"] == "0"
    assert headers["X-RateLimit-Limit-Day"] == str(FREE_PER_DAY)
    # Refused requests do not count.
    assert headers["X-RateLimit-Remaining-Day"] == str(FREE_PER_DAY - FREE_PER_MINUTE)
    assert 0 < int(headers["RateLimit-Reset"]) <= 60
    assert headers["Retry-After"] == headers["RateLimit-Reset"]


def _hash(client: httpx.Client) -> httpx.Response:
    return client.post("/api/v1/crypto/hash", json={"text": "abc"})


def _remaining(answer: httpx.Response) -> int:
    return int(answer.headers["X-RateLimit-Remaining-Minute"])


def _leave_time_in_this_minute(seconds: float) -> None:
    left = 60 - time.time() % 60
    if left < seconds:
        time.sleep(left + 0.1)
