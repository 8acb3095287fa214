"""The decision service or Redis away: nothing passes undecided, and limits do not stop the platform."""

import time

import httpx
from gateway_stand.checks import assert_refused
from gateway_stand.stand import Embedded


def test_without_the_decision_service_nothing_passes(
    embedded: Embedded, client: httpx.Client, nobody: httpx.Client
) -> None:
    embedded.authz.kill()
    try:
        assert_refused(client.get("/api/v1/crypto/x"), 503, "UNAVAILABLE")
        assert nobody.get("/api/v1/crypto/health").status_code == 200
    finally:
        embedded.authz.start()
    deadline = time.monotonic() + 5
    while client.get("/api/v1/crypto/x").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_without_redis_requests_pass_uncounted_until_it_is_back(
    embedded: Embedded, client: httpx.Client
) -> None:
    embedded.valkey.kill()
    try:
        for _ in range(20):
            answer = client.get("/api/v1/crypto/x")
            assert answer.status_code == 200
            assert "ratelimit-limit" not in answer.headers
    finally:
        embedded.valkey.start()
    deadline = time.monotonic() + 5
    while "ratelimit-limit" not in client.get("/api/v1/crypto/x").headers:  # also after NOSCRIPT
        assert time.monotonic() < deadline
        time.sleep(0.02)
    log = embedded.authz.log.read_text()
    assert log.count("Redis is down, requests pass uncounted") == 1
    assert log.count("Redis is back") == 1
