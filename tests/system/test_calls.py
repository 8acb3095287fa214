"""Right answers and refusals, with nothing but an address and a key."""

import base64
import hashlib
import json
from collections.abc import Callable

import httpx
import pytest
from system_stand.platform import ABSENT, Platform, service_names

pytestmark = pytest.mark.system

# FIPS 180-2, appendix B.1
SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    "headers",
    [lambda key: {"X-API-Key": key}, lambda key: {"Authorization": f"Bearer {key}"}],
    ids=["key", "bearer"],
)
def test_a_right_answer(platform: Platform, key: str, headers: Callable[[str], dict[str, str]]) -> None:
    with platform.client() as client:
        answer = client.post("/api/v1/crypto/hash", json={"text": "abc"}, headers=headers(key))
    assert answer.status_code == 200
    assert answer.json()["hash"] == SHA256_OF_ABC
    assert answer.headers["X-Request-ID"]


def test_every_installed_service_is_reached(platform: Platform, client: httpx.Client) -> None:
    parts = platform.status()["parts"]
    assert set(service_names()) - set(parts) == {ABSENT}
    for service in set(service_names()) - {ABSENT}:
        health = client.get(f"/api/v1/{service}/health").json()
        assert (health["status"], health["service"]) == ("ok", service)


def test_math(client: httpx.Client) -> None:
    answer = client.post("/api/v1/math/evaluate", json={"expression": "2^10 + 1"})
    assert answer.status_code == 200
    assert float(answer.json()["result"]["value"]) == 1025


def test_a_file(client: httpx.Client) -> None:
    content = bytes(range(256)) * 4096
    key = base64.b64encode(bytes(32)).decode()
    sealed = client.post(
        "/api/v1/crypto/encrypt-file", files={"file": ("bytes.bin", content)}, data={"key": key}
    )
    assert sealed.status_code == 200
    assert content[:64] not in sealed.content
    opened = client.post(
        "/api/v1/crypto/decrypt-file", files={"file": ("bytes.bin.ffe", sealed.content)}, data={"key": key}
    )
    assert hashlib.sha256(opened.content).digest() == hashlib.sha256(content).digest()


def test_without_a_key(platform: Platform) -> None:
    with platform.client() as client:
        for headers in ({}, {"X-API-Key": "ff_wrong"}, {"Authorization": "Bearer wrong"}):
            answer = client.post("/api/v1/crypto/hash", json={"text": "abc"}, headers=headers)
            assert answer.status_code == 401
            assert answer.json()["error"]["code"] == "UNAUTHENTICATED"
            assert answer.json()["error"]["requestId"] == answer.headers["X-Request-ID"]


def test_no_such_operation_and_no_such_route(client: httpx.Client) -> None:
    for path in ("/api/v1/crypto/no-such-operation", "/no-such-route", "/api/v1/cryptoX/hash"):
        answer = client.post(path, json={})
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "NOT_FOUND"


def test_a_service_that_is_not_there(client: httpx.Client) -> None:
    answer = client.post(f"/api/v1/{ABSENT}/anything", json={})
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "UNAVAILABLE"
    assert answer.json()["error"]["retryable"] is True


def test_a_body_over_the_limit(client: httpx.Client) -> None:
    answer = client.post("/api/v1/math/evaluate", content=b" " * (17 << 20))
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "PAYLOAD_TOO_LARGE"


def test_nobody_passes_for_somebody_else(platform: Platform, client: httpx.Client) -> None:
    spoofed = {
        "X-Consumer-ID": "11111111-1111-1111-1111-111111111111",
        "X-Consumer-Username": "root",
        "X-Consumer-Tier": "enterprise",
        "X-User-ID": "11111111-1111-1111-1111-111111111111",
        "X-Gateway-Secret": "guessed",
        "X-Request-ID": "spoofing-attempt",
    }
    assert client.post("/api/v1/crypto/hash", json={"text": "abc"}, headers=spoofed).status_code == 200
    ids = {consumer["name"]: consumer["id"] for consumer in platform.told("keys", "list", "--json")}
    assert _logged(platform, "spoofing-attempt")["consumer"] == ids["everybody"]


def test_a_service_called_past_the_gateway_believes_nobody(platform: Platform) -> None:
    port = platform.status()["parts"]["crypto"]["port"]
    headers = {"X-Consumer-ID": "root", "X-User-ID": "root", "X-Request-ID": "past-the-gateway"}
    httpx.post(f"http://127.0.0.1:{port}/api/v1/crypto/hash", json={"text": "abc"}, headers=headers)
    assert _logged(platform, "past-the-gateway")["consumer"] == "anonymous"


def _logged(platform: Platform, request_id: str) -> dict[str, str]:
    lines = platform.run("logs", "crypto", "-n", "1000").stdout.splitlines()
    (entry,) = [json.loads(line) for line in lines if request_id in line]
    return dict(entry)
