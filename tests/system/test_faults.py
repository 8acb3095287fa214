"""Parts are killed under traffic: what callers see, and how soon all is well again."""

from collections.abc import Callable

import httpx
import pytest
from system_stand.platform import Platform, wait_for
from system_stand.traffic import Traffic

pytestmark = pytest.mark.system

AWAY = {(502, "UPSTREAM_FAILED"), (503, "UNAVAILABLE")}


def _restarted(platform: Platform, part: str, old: int) -> Callable[[], bool]:
    def is_back() -> bool:
        now = platform.status()["parts"][part]
        return now["state"] == "running" and now["pid"] != old

    return is_back


def _hash(client: httpx.Client) -> httpx.Response:
    return client.post("/api/v1/crypto/hash", json={"text": "abc"})


def test_a_service_is_killed(platform: Platform, client: httpx.Client, key: str) -> None:
    with Traffic(platform.address, key) as traffic:
        old = platform.kill("crypto")
        wait_for(_restarted(platform, "crypto", old))
        wait_for(lambda: _hash(client).status_code == 200)
        before = traffic.statuses[200]
        wait_for(lambda: traffic.statuses[200] > before + 20)
    assert traffic.failures
    assert {(it["status"], it["code"]) for it in traffic.failures} <= AWAY
    assert all(it["retryable"] and it["requestId"] and it["message"] for it in traffic.failures)
    assert set(traffic.statuses) <= {200, 502, 503}
    assert _hash(client).status_code == 200


def test_valkey_is_killed(platform: Platform, client: httpx.Client, key: str) -> None:
    counted = "X-RateLimit-Remaining-Day"
    before = int(_hash(client).headers[counted])
    with Traffic(platform.address, key) as traffic:
        old = platform.kill("valkey")
        wait_for(_restarted(platform, "valkey", old))
        wait_for(lambda: counted in _hash(client).headers)
        wait_for(lambda: bool(traffic.statuses))
    assert set(traffic.statuses) == {200}
    assert int(_hash(client).headers[counted]) < before  # what was counted has been kept


def test_the_decision_service_is_killed(platform: Platform, client: httpx.Client, key: str) -> None:
    with Traffic(platform.address, key) as traffic:
        old = platform.kill("authz")
        wait_for(_restarted(platform, "authz", old))
        wait_for(lambda: _hash(client).status_code == 200)
    assert traffic.failures
    assert {(it["status"], it["code"]) for it in traffic.failures} == {(503, "UNAVAILABLE")}
    with platform.client() as nobody:
        assert _hash(nobody).status_code == 401


def test_envoy_is_killed(platform: Platform, client: httpx.Client) -> None:
    old = platform.kill("envoy")
    wait_for(_restarted(platform, "envoy", old))
    assert _hash(client).status_code == 200
