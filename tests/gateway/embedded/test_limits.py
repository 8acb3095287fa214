"""A request that is refused counts in no window here; Kong counts it in the longer one (decision 0028)."""

from collections.abc import Callable

from gateway_stand.declaration import PER_MINUTE
from gateway_stand.stand import Stand

PATH = "/api/v1/crypto/x"


def test_a_refused_request_does_not_count(stand: Stand, name: Callable[[str], str]) -> None:
    consumer = name("daily")
    with stand.client(stand.key(consumer, tier="tiny")) as tiny:
        for _ in range(PER_MINUTE + 5):
            answer = tiny.get(PATH)
        assert answer.status_code == 429
        assert answer.headers["x-ratelimit-remaining-day"] == str(1000 - PER_MINUTE)
