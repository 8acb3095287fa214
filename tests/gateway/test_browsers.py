"""Cross-origin requests: preflights, and headers on answers and errors alike."""

import httpx
import pytest

ASK = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}


@pytest.mark.parametrize(
    "path", ["/api/v1/crypto/hash", "/api/v1/llm/chat/completions", "/api/v1/crypto/health"]
)
def test_a_preflight_needs_no_key(nobody: httpx.Client, path: str) -> None:
    answer = nobody.options(path, headers=ASK | {"Access-Control-Request-Headers": "x-api-key,content-type"})
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-headers"] == "x-api-key,content-type"
    assert "POST" in answer.headers["access-control-allow-methods"].split(",")
    assert answer.headers["access-control-max-age"] == "3600"


def test_options_without_a_question_is_a_request(nobody: httpx.Client, client: httpx.Client) -> None:
    assert nobody.options("/api/v1/crypto/x", headers={"Origin": "https://a.example"}).status_code == 401
    assert client.options("/api/v1/crypto/x").json()["method"] == "OPTIONS"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/v1/crypto/x", 200), ("/api/v1/crypto/health", 200), ("/nowhere", 404), ("/api/v2/x", 404)],
)
def test_answers_and_errors_carry_the_headers(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(path, headers={"Origin": "https://app.example"})
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"
    exposed = answer.headers["access-control-expose-headers"].split(",")
    assert {"X-Request-ID", "RateLimit-Remaining", "Retry-After"} <= set(exposed)


def test_a_401_carries_the_headers(nobody: httpx.Client) -> None:
    answer = nobody.get("/api/v1/crypto/x", headers={"Origin": "https://app.example"})
    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == "*"
