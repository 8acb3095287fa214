"""Which request reaches which service, and what nobody serves."""

import http.client
from urllib.parse import urlsplit

import httpx
import pytest
from gateway_stand.checks import assert_refused, content
from gateway_stand.stand import Stand

SERVED = ["crypto", "math", "pdf", "ocr", "llm", "vector", "data", "files", "jobs", "portal"]


@pytest.mark.parametrize("service", SERVED)
def test_a_service_sees_the_path_as_it_was_sent(client: httpx.Client, service: str) -> None:
    answer = content(client.post(f"/api/v1/{service}/some/where?a=1&a=2", content=b"abc"))
    assert answer["path"] == f"/api/v1/{service}/some/where"
    assert answer["query"] == "a=1&a=2"
    assert (answer["method"], answer["body_bytes"]) == ("POST", 3)


@pytest.mark.parametrize("service", SERVED)
@pytest.mark.parametrize("page", ["health", "openapi.json", "openapi-3.0.json", "docs"])
def test_public_pages_need_no_key(nobody: httpx.Client, service: str, page: str) -> None:
    assert content(nobody.get(f"/api/v1/{service}/{page}"))["path"] == f"/api/v1/{service}/{page}"


@pytest.mark.parametrize(
    "page", ["health/x", "healthy", "openapi.jsonx", "openapiXjson", "x/health", "docs/"]
)
def test_only_those_pages_are_public(nobody: httpx.Client, page: str) -> None:
    assert_refused(nobody.get(f"/api/v1/crypto/{page}"), 401, "UNAUTHENTICATED")


def test_a_public_page_is_public_to_read_only(nobody: httpx.Client) -> None:
    assert_refused(nobody.post("/api/v1/crypto/health"), 401, "UNAUTHENTICATED")


@pytest.mark.parametrize(
    "path", ["/", "/openapi.json", "/docs", "/docs/", "/console/a/b.js", "/s/x", "/ops/x"]
)
def test_pages_of_the_portal_need_no_key(nobody: httpx.Client, path: str) -> None:
    assert content(nobody.get(path))["path"] == path
    assert_refused(nobody.post(path), 404, "NOT_FOUND")


@pytest.mark.parametrize("path", ["/mcp", "/mcp/x", "/api/v1/jobs/7/events"])
def test_tools_and_events_need_a_key(nobody: httpx.Client, client: httpx.Client, path: str) -> None:
    assert_refused(nobody.get(path), 401, "UNAUTHENTICATED")
    assert content(client.get(path))["path"] == path


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_a_signed_address_needs_no_key(nobody: httpx.Client, method: str) -> None:
    assert nobody.request(method, "/api/v1/files/signed/abc?signature=s").status_code == 200


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH"])
def test_a_signed_address_does_nothing_else(nobody: httpx.Client, method: str) -> None:
    answer = nobody.request(method, "/api/v1/files/signed/abc?signature=s")
    assert_refused(answer, 401, "UNAUTHENTICATED")


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/metrics", "/ready", "/live", "/health", "/docsx", "/openapiXjson", "/apix/v1/crypto"],
)
def test_what_nobody_serves(client: httpx.Client, path: str) -> None:
    assert_refused(client.get(path), 404, "NOT_FOUND")


@pytest.mark.parametrize(
    "path", ["/api/v1/cryptox", "/api/v1/cryptox/hash", "/api/v1/Crypto/x", "/api/v1/", "/api/v1/x"]
)
def test_a_name_is_no_prefix(client: httpx.Client, path: str) -> None:
    assert "crypto, math" in assert_refused(client.get(path), 404, "NOT_FOUND")


@pytest.mark.parametrize("path", ["/api/v2/crypto/hash", "/api/v0/crypto", "/api/crypto/hash", "/api/"])
def test_an_unknown_version_is_told_the_known_ones(nobody: httpx.Client, path: str) -> None:
    assert "v1" in assert_refused(nobody.get(path), 404, "NOT_FOUND")


def test_a_wrong_method_is_answered_by_the_service(client: httpx.Client) -> None:
    answer = client.get("/api/v1/crypto/status?code=405")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json()["error"]["code"] == "OF_THE_SERVICE"


@pytest.mark.parametrize("code", [400, 404, 409, 422, 500, 502, 503, 504])
def test_an_error_of_the_service_is_not_touched(client: httpx.Client, code: int) -> None:
    answer = client.post(f"/api/v1/crypto/status?code={code}", content=b"x")
    assert (answer.status_code, answer.json()["error"]["code"]) == (code, "OF_THE_SERVICE")


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("/api/v1/crypto/a/../b", "/api/v1/crypto/b"),
        ("/api/v1/crypto//b", "/api/v1/crypto/b"),
        ("/api/v1/math/../crypto/b", "/api/v1/crypto/b"),
        ("/api/v1/crypto/%2e%2e/crypto/b", "/api/v1/crypto/b"),
        ("/api/v1/crypto/a%20b", "/api/v1/crypto/a%20b"),
        ("/api/v1/crypto/a%2Fb", "/api/v1/crypto/a%2Fb"),
    ],
)
def test_paths_are_normal_before_they_are_matched(stand: Stand, key: str, sent: str, seen: str) -> None:
    assert b'"path": "%s"' % seen.encode() in _raw_get(stand, key, sent)


@pytest.mark.parametrize("path", ["/api/v1/crypto/../../../metrics", "/api/v1/crypto/..%2f..%2f..%2fmetrics"])
def test_no_path_leads_to_the_services_own_pages(stand: Stand, key: str, path: str) -> None:
    assert b'"path": "/metrics"' not in _raw_get(stand, key, path)


def _raw_get(stand: Stand, key: str, path: str) -> bytes:
    address = urlsplit(stand.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
    connection.request("GET", path, headers={"X-API-Key": key})
    body = connection.getresponse().read()
    connection.close()
    return body
