"""Consumers come and go while others call."""

from collections.abc import Callable

import pytest
from system_stand.platform import Platform, wait_for
from system_stand.traffic import Traffic

pytestmark = pytest.mark.system


def _status(platform: Platform, key: str) -> int:
    with platform.client(key) as client:
        return client.post("/api/v1/crypto/hash", json={"text": "abc"}).status_code


def test_a_key_comes_and_goes_without_one_failed_request(
    platform: Platform, key: str, name: Callable[[], str]
) -> None:
    newcomer = name()
    with Traffic(platform.address, key) as traffic:
        added = platform.told("keys", "add", newcomer, "--tier", "pro", "--json")["key"]
        live = wait_for(lambda: _status(platform, added) == 200)
        assert platform.run("keys", "revoke", newcomer).returncode == 0
        gone = wait_for(lambda: _status(platform, added) == 401)
    assert set(traffic.statuses) == {200}
    assert (live < 5, gone < 5) == (True, True)


def test_an_old_key_lives_for_the_grace_time(platform: Platform, name: Callable[[], str]) -> None:
    consumer = name()
    old = platform.key(consumer)
    new = platform.told("keys", "rotate", consumer, "--grace", "1h", "--json")["key"]
    wait_for(lambda: _status(platform, new) == 200)
    assert _status(platform, old) == 200


def test_a_confined_consumer(platform: Platform, name: Callable[[], str]) -> None:
    key = platform.key(name(), "-s", "crypto")
    with platform.client(key) as client:
        answer = client.post("/api/v1/math/evaluate", json={"expression": "1"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FORBIDDEN")


def test_a_token(platform: Platform, name: Callable[[], str]) -> None:
    consumer = name()
    platform.key(consumer)
    assert platform.run("keys", "jwt", consumer).returncode == 0
    token = platform.run("token", consumer).stdout.strip()
    with platform.client() as client:
        client.headers["Authorization"] = f"Bearer {token}"
        wait_for(lambda: client.post("/api/v1/crypto/hash", json={"text": "abc"}).status_code == 200)


def test_usage_is_counted(platform: Platform, name: Callable[[], str]) -> None:
    consumer = name()
    key = platform.key(consumer)  # one request, which is answered 404
    assert [_status(platform, key) for _ in range(3)] == [200, 200, 200]

    def counted() -> bool:
        entries = platform.told("usage", "--json")
        mine = [it for it in entries if it["consumer"] == consumer]
        return [(it["service"], it["requests"], it["errors"]) for it in mine] == [("crypto", 4, 0)]

    wait_for(counted)
